using System.Collections.Concurrent;
using Parley.Core.Storage;
using Shouldly;
using Xunit;

namespace Parley.Specs;

public abstract partial class StoreSpec
{
    [Fact]
    public async Task Who_is_removed_or_banned_is_told()
    {
        var room = await NewRoomAsync("alice");
        await JoinAsync(room, "bob");
        await JoinAsync(room, "müller|\"x\" 😀");

        var heard = await HeardAsync(async () =>
        {
            await Store.RemoveMemberAsync(room.Id, "bob", Noon, Cancellation);
            await JoinAsync(room, "müller|\"x\" 😀", role: -1);
        });

        heard.ShouldBe([new MemberRemoved(room.Id, "bob"), new MemberRemoved(room.Id, "müller|\"x\" 😀")]);
    }

    [Fact]
    public async Task What_puts_nobody_out_is_not_told()
    {
        var room = await NewRoomAsync("alice");
        await JoinAsync(room, "bob");
        var guest = await NewGuestAsync();

        var heard = await HeardAsync(async () =>
        {
            await JoinAsync(room, "carol");
            await JoinAsync(room, "bob", MemberRecord.Moderator);
            await JoinAsync(room, "stranger", role: -1);
            await Store.RemoveMemberAsync(room.Id, "stranger", Noon, Cancellation);
            await Store.RemoveMemberAsync(room.Id, "nobody", Noon, Cancellation);
            await Store.DeleteRoomAsync(Guid.NewGuid(), Cancellation);
            await Store.RenameRoomAsync(room.Id, "another name", Noon, Cancellation);
            await Store.TouchGuestAsync(guest.SessionId, TwoHoursLater, Noon, Cancellation);
            await Store.RemoveGuestAsync(Guid.NewGuid(), Cancellation);
            await NewAuditAsync("acme");
            await NewAuditAsync("acme", duration: 300, refusal: "role");
        });

        heard.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_deleted_room_is_told_once_whoever_was_in_it()
    {
        var room = await NewRoomAsync("alice");
        await JoinAsync(room, "bob");

        var heard = await HeardAsync(() => Store.DeleteRoomAsync(room.Id, Cancellation));

        heard.ShouldBe([new RoomDeleted(room.Id)]);
    }

    [Fact]
    public async Task Sessions_of_guests_that_end_or_are_swept_are_told()
    {
        var ended = await NewGuestAsync();
        var swept = await NewGuestAsync();

        var heard = await HeardAsync(async () =>
        {
            await Store.RemoveGuestAsync(ended.SessionId, Cancellation);
            await Store.RemoveExpiredGuestsAsync(TwoHoursLater, Cancellation);
        });

        heard.ShouldBe([new GuestEnded(ended.SessionId), new GuestEnded(swept.SessionId)]);
    }

    [Fact]
    public async Task What_a_moderator_did_that_holds_for_a_time_is_told_with_its_end()
    {
        var heard = await HeardAsync(() => NewAuditAsync("acme", duration: 300));

        heard.ShouldBe([new UserModerated("world:office", "mute", "bob", Noon.AddSeconds(300))]);
    }

    [Fact]
    public async Task Who_stopped_listening_is_told_nothing_more()
    {
        var heard = new ConcurrentQueue<StoreChange>();
        using (var end = new CancellationTokenSource())
        {
            var listening = ((IStoreChanges)Store).ListenAsync(heard.Enqueue, end.Token);
            await end.CancelAsync();
            await listening;
        }

        heard.Clear();
        await HeardAsync(() => Task.CompletedTask);

        heard.ShouldBeEmpty();
    }

    /// <summary>What is told of what is done meanwhile; rooms that are deleted before and after it frame it.</summary>
    private async Task<IReadOnlyList<StoreChange>> HeardAsync(Func<Task> act)
    {
        var heard = new ConcurrentQueue<StoreChange>();
        using var end = new CancellationTokenSource();
        var listening = ((IStoreChanges)Store).ListenAsync(heard.Enqueue, end.Token);
        var frames = new HashSet<Guid>();
        // Until the first is heard it is not sure that anything would be.
        await FrameAsync(once: false);
        await act();
        await FrameAsync(once: true);
        await end.CancelAsync();
        await listening;
        return [.. heard.Where(c => c is not ChangesMissed && !(c is RoomDeleted deleted && frames.Contains(deleted.RoomId)))];

        async Task FrameAsync(bool once)
        {
            var last = await DeleteOneAsync();
            while (!heard.Any(c => c is RoomDeleted deleted && deleted.RoomId == last))
            {
                if (once) await Store.CheckAsync(Cancellation);
                else last = await DeleteOneAsync();
            }
        }

        async Task<Guid> DeleteOneAsync()
        {
            var room = await NewRoomAsync("frame");
            frames.Add(room.Id);
            await Store.DeleteRoomAsync(room.Id, Cancellation);
            return room.Id;
        }
    }
}
