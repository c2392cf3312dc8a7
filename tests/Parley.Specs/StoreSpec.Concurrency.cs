using Parley.Core.Storage;
using Shouldly;
using Xunit;

namespace Parley.Specs;

public abstract partial class StoreSpec
{
    [Fact]
    public async Task Members_who_join_and_leave_at_once_end_as_each_left_off()
    {
        var room = await NewRoomAsync("owner");
        await Task.WhenAll(Enumerable.Range(0, 20).Select(i => Task.Run(() => JoinAndLeaveAsync(room, i))));

        var listed = await Store.ListMembersAsync(room.Id, null, 100, Cancellation);

        listed.Select(m => m.AccountId).ShouldBe(
            Enumerable.Range(0, 20).Where(i => i % 2 == 0).Select(i => $"account {i:00}").Append("owner"));
    }

    [Fact]
    public async Task Of_many_who_remove_one_member_at_once_one_is_told_that_it_did()
    {
        var room = await NewRoomAsync("owner");
        await JoinAsync(room, "bob");

        var removed = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => Task.Run(
            () => Store.RemoveMemberAsync(room.Id, "bob", Noon, Cancellation))));

        removed.Count(r => r).ShouldBe(1);
    }

    [Fact]
    public async Task A_room_deleted_while_members_join_leaves_no_membership_behind()
    {
        var room = await NewRoomAsync("owner");
        var joins = Enumerable.Range(0, 50).Select(i => Task.Run(
            () => Store.PutMemberAsync(new MemberRecord(room.Id, $"account {i}", 0, Noon), Cancellation))).ToArray();

        (await Store.DeleteRoomAsync(room.Id, Cancellation)).ShouldBeTrue();
        await Task.WhenAll(joins);

        (await Store.ListMembersAsync(room.Id, null, 100, Cancellation)).ShouldBeEmpty();
        (await Store.PutMemberAsync(new MemberRecord(room.Id, "late", 0, Noon), Cancellation)).ShouldBeFalse();
    }

    [Fact]
    public async Task Who_changes_a_rooms_members_is_alone_at_it()
    {
        var room = Guid.NewGuid();
        var inside = 0;
        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(async () =>
        {
            await using var turn = await Store.LockMembersAsync(room, Cancellation);
            Interlocked.Increment(ref inside).ShouldBe(1);
            await Store.CheckAsync(Cancellation);
            Interlocked.Decrement(ref inside);
        })));
    }

    [Fact]
    public async Task Who_waits_for_its_turn_can_be_cancelled()
    {
        var room = Guid.NewGuid();
        using var impatience = new CancellationTokenSource();
        await using (await Store.LockMembersAsync(room, Cancellation))
        {
            var waiting = Store.LockMembersAsync(room, impatience.Token);
            await impatience.CancelAsync();
            await Should.ThrowAsync<OperationCanceledException>(() => waiting);
        }

        await using var next = await Store.LockMembersAsync(room, Cancellation);
    }

    [Fact]
    public async Task What_one_caller_wrote_every_caller_reads()
    {
        var room = await NewRoomAsync("owner");
        for (var i = 0; i < 50; i++)
        {
            await JoinAsync(room, $"account {i}");
            var seen = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(
                () => Store.FindMemberAsync(room.Id, $"account {i}", Cancellation))));
            seen.ShouldAllBe(m => m != null);
        }
    }

    /// <summary>Odd ones leave in the end, even ones come back.</summary>
    private async Task JoinAndLeaveAsync(RoomRecord room, int number)
    {
        var account = $"account {number:00}";
        for (var round = 0; round < 5; round++)
        {
            await JoinAsync(room, account);
            (await Store.RemoveMemberAsync(room.Id, account, Noon, Cancellation)).ShouldBeTrue();
        }

        if (number % 2 == 0) await JoinAsync(room, account);
    }
}
