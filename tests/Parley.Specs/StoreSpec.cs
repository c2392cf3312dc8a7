using Parley.Core.Storage;
using Shouldly;
using Xunit;

namespace Parley.Specs;

/// <summary>What every <see cref="IStore"/> has to do. A store's own tests derive from this and open theirs.</summary>
public abstract partial class StoreSpec : IAsyncLifetime
{
    /// <summary>To the millisecond, as stores keep it.</summary>
    protected static readonly DateTimeOffset Noon = new(2025, 6, 1, 12, 0, 0, 123, TimeSpan.Zero);

    /// <summary>The store under test, migrated.</summary>
    protected IStore Store { get; private set; } = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Opens the database of this test: an empty one at first, the same one again after that.</summary>
    protected abstract Task<IStore> OpenAsync();

    /// <summary>Closes the store.</summary>
    protected abstract Task CloseAsync(IStore store);

    public virtual async ValueTask InitializeAsync()
    {
        Store = await OpenAsync();
        await Store.MigrateAsync(Cancellation);
    }

    public virtual async ValueTask DisposeAsync()
    {
        await CloseAsync(Store);
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task A_migrated_store_answers_its_check() => await Store.CheckAsync(Cancellation);

    [Fact]
    public async Task Migrating_again_changes_nothing()
    {
        var room = await NewRoomAsync("alice");

        await Store.MigrateAsync(Cancellation);

        (await Store.FindRoomAsync(room.Id, Cancellation)).ShouldBe(room);
    }

    [Fact]
    public async Task What_was_written_is_there_after_a_reopening()
    {
        var room = await NewRoomAsync("alice");
        var member = await JoinAsync(room, "bob", MemberRecord.Moderator);
        var profile = new ProfileRecord("bob", "bob", "Bobby", """{"colour":"red"}""", Noon);
        await Store.PutProfileAsync(profile, Cancellation);

        await ReopenAsync();

        (await Store.FindRoomAsync(room.Id, Cancellation)).ShouldBe(room);
        (await Store.FindMemberAsync(room.Id, "bob", Cancellation)).ShouldBe(member);
        (await Store.FindProfileAsync("bob", Cancellation)).ShouldBe(profile);
    }

    [Fact]
    public async Task A_cancelled_call_is_cancelled() =>
        await Should.ThrowAsync<OperationCanceledException>(() => Store.FindRoomAsync(Guid.NewGuid(), new CancellationToken(true)));

    protected async Task ReopenAsync()
    {
        await CloseAsync(Store);
        await InitializeAsync();
    }

    protected async Task<RoomRecord> NewRoomAsync(string owner, string name = "a room")
    {
        var room = new RoomRecord(Guid.NewGuid(), name, Noon, Noon);
        (await Store.CreateRoomAsync(room, owner, Cancellation)).ShouldBeTrue();
        return room;
    }

    protected async Task<MemberRecord> JoinAsync(RoomRecord room, string account, int role = MemberRecord.Member)
    {
        var member = new MemberRecord(room.Id, account, role, Noon);
        (await Store.PutMemberAsync(member, Cancellation)).ShouldBeTrue();
        return member;
    }
}
