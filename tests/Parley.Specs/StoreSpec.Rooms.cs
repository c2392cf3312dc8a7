using Parley.Core.Storage;
using Shouldly;
using Xunit;

namespace Parley.Specs;

public abstract partial class StoreSpec
{
    [Fact]
    public async Task A_created_room_is_found_with_all_its_fields()
    {
        var room = new RoomRecord(Guid.NewGuid(), "lounge", Noon, Noon.AddMilliseconds(7));

        (await Store.CreateRoomAsync(room, "alice", Cancellation)).ShouldBeTrue();

        (await Store.FindRoomAsync(room.Id, Cancellation)).ShouldBe(room);
    }

    [Fact]
    public async Task The_creator_of_a_room_is_its_owner()
    {
        var room = await NewRoomAsync("alice");

        (await Store.FindMemberAsync(room.Id, "alice", Cancellation))
            .ShouldBe(new MemberRecord(room.Id, "alice", MemberRecord.Owner, room.CreatedAt));
    }

    [Fact]
    public async Task A_room_that_never_was_is_null() =>
        (await Store.FindRoomAsync(Guid.NewGuid(), Cancellation)).ShouldBeNull();

    [Fact]
    public async Task A_taken_id_is_refused_and_the_first_room_stays_as_it_was()
    {
        var room = await NewRoomAsync("alice");

        (await Store.CreateRoomAsync(room with { Name = "mine now" }, "mallory", Cancellation)).ShouldBeFalse();

        (await Store.FindRoomAsync(room.Id, Cancellation)).ShouldBe(room);
        (await Store.FindMemberAsync(room.Id, "mallory", Cancellation)).ShouldBeNull();
    }

    [Fact]
    public async Task Of_many_who_create_one_id_at_once_one_succeeds_and_owns_it()
    {
        var id = Guid.NewGuid();
        var created = await Task.WhenAll(Enumerable.Range(0, 50).Select(i => Task.Run(
            () => Store.CreateRoomAsync(new RoomRecord(id, $"room of {i}", Noon, Noon), $"user {i}", Cancellation))));

        created.Count(c => c).ShouldBe(1);
        var winner = Array.IndexOf(created, true);
        (await Store.FindRoomAsync(id, Cancellation))!.Name.ShouldBe($"room of {winner}");
        (await Store.ListMembersAsync(id, null, 100, Cancellation)).ShouldHaveSingleItem().AccountId.ShouldBe($"user {winner}");
    }

    [Fact]
    public async Task A_rename_keeps_the_rest_and_says_when()
    {
        var room = await NewRoomAsync("alice");

        var renamed = await Store.RenameRoomAsync(room.Id, "new name", Noon.AddHours(1), Cancellation);

        renamed.ShouldBe(room with { Name = "new name", UpdatedAt = Noon.AddHours(1) });
        (await Store.FindRoomAsync(room.Id, Cancellation)).ShouldBe(renamed);
    }

    [Fact]
    public async Task A_rename_of_no_room_is_null() =>
        (await Store.RenameRoomAsync(Guid.NewGuid(), "x", Noon, Cancellation)).ShouldBeNull();

    [Fact]
    public async Task A_deleted_room_is_gone_with_its_memberships_and_others_stay()
    {
        var room = await NewRoomAsync("alice");
        var other = await NewRoomAsync("alice");
        await JoinAsync(room, "bob");

        (await Store.DeleteRoomAsync(room.Id, Cancellation)).ShouldBeTrue();

        (await Store.FindRoomAsync(room.Id, Cancellation)).ShouldBeNull();
        (await Store.FindMemberAsync(room.Id, "bob", Cancellation)).ShouldBeNull();
        (await Store.ListMembersAsync(room.Id, null, 10, Cancellation)).ShouldBeEmpty();
        (await Store.FindMemberAsync(other.Id, "alice", Cancellation)).ShouldNotBeNull();
    }

    [Fact]
    public async Task A_room_is_deleted_once()
    {
        var room = await NewRoomAsync("alice");

        (await Store.DeleteRoomAsync(room.Id, Cancellation)).ShouldBeTrue();
        (await Store.DeleteRoomAsync(room.Id, Cancellation)).ShouldBeFalse();
    }

    [Fact]
    public async Task A_room_made_again_under_a_deleted_id_has_none_of_the_old_members()
    {
        var room = await NewRoomAsync("alice");
        await JoinAsync(room, "bob");
        await Store.DeleteRoomAsync(room.Id, Cancellation);

        (await Store.CreateRoomAsync(room, "carol", Cancellation)).ShouldBeTrue();

        (await Store.ListMembersAsync(room.Id, null, 10, Cancellation)).ShouldHaveSingleItem().AccountId.ShouldBe("carol");
    }

    [Theory]
    [InlineData("Küche 🍳")]
    [InlineData("عربى ‏ mixed ‎ latin")]
    [InlineData("'; DROP TABLE rooms; --")]
    [InlineData("👩‍👩‍👧‍👦")]
    [InlineData("%_\\\"`")]
    public async Task Names_come_back_as_they_went_in(string name)
    {
        var room = await NewRoomAsync("alice", name);

        (await Store.FindRoomAsync(room.Id, Cancellation))!.Name.ShouldBe(name);
    }
}
