using Parley.Core.Storage;
using Shouldly;
using Xunit;

namespace Parley.Specs;

public abstract partial class StoreSpec
{
    [Fact]
    public async Task A_member_is_found_with_all_its_fields()
    {
        var room = await NewRoomAsync("alice");
        var member = await JoinAsync(room, "bob", MemberRecord.Moderator);

        (await Store.FindMemberAsync(room.Id, "bob", Cancellation)).ShouldBe(member);
    }

    [Fact]
    public async Task An_account_that_never_joined_is_null()
    {
        var room = await NewRoomAsync("alice");

        (await Store.FindMemberAsync(room.Id, "bob", Cancellation)).ShouldBeNull();
        (await Store.FindMemberAsync(Guid.NewGuid(), "alice", Cancellation)).ShouldBeNull();
    }

    [Fact]
    public async Task Nobody_joins_a_room_that_is_not_there() =>
        (await Store.PutMemberAsync(new MemberRecord(Guid.NewGuid(), "bob", 0, Noon), Cancellation)).ShouldBeFalse();

    [Fact]
    public async Task Putting_a_member_again_changes_its_role()
    {
        var room = await NewRoomAsync("alice");
        await JoinAsync(room, "bob");
        await JoinAsync(room, "bob", MemberRecord.Owner);

        (await Store.FindMemberAsync(room.Id, "bob", Cancellation))!.Role.ShouldBe(MemberRecord.Owner);
    }

    [Fact]
    public async Task Who_leaves_is_kept_as_having_left_and_no_longer_listed()
    {
        var room = await NewRoomAsync("alice");
        var member = await JoinAsync(room, "bob");

        (await Store.RemoveMemberAsync(room.Id, "bob", Noon.AddDays(1), Cancellation)).ShouldBeTrue();

        var left = (await Store.FindMemberAsync(room.Id, "bob", Cancellation)).ShouldNotBeNull();
        left.ShouldBe(member with { LeftAt = Noon.AddDays(1) });
        left.IsActive.ShouldBeFalse();
        (await Store.ListMembersAsync(room.Id, null, 10, Cancellation)).Select(m => m.AccountId).ShouldBe(["alice"]);
    }

    [Fact]
    public async Task Nobody_leaves_twice_or_without_having_joined()
    {
        var room = await NewRoomAsync("alice");
        await JoinAsync(room, "bob");

        (await Store.RemoveMemberAsync(room.Id, "bob", Noon, Cancellation)).ShouldBeTrue();
        (await Store.RemoveMemberAsync(room.Id, "bob", Noon, Cancellation)).ShouldBeFalse();
        (await Store.RemoveMemberAsync(room.Id, "carol", Noon, Cancellation)).ShouldBeFalse();
        (await Store.RemoveMemberAsync(Guid.NewGuid(), "alice", Noon, Cancellation)).ShouldBeFalse();
    }

    [Fact]
    public async Task Who_left_can_come_back()
    {
        var room = await NewRoomAsync("alice");
        await JoinAsync(room, "bob");
        await Store.RemoveMemberAsync(room.Id, "bob", Noon, Cancellation);
        var back = new MemberRecord(room.Id, "bob", MemberRecord.Member, Noon.AddHours(2));

        (await Store.PutMemberAsync(back, Cancellation)).ShouldBeTrue();

        (await Store.FindMemberAsync(room.Id, "bob", Cancellation)).ShouldBe(back);
        (await Store.ListMembersAsync(room.Id, null, 10, Cancellation)).Count.ShouldBe(2);
    }

    [Fact]
    public async Task The_banned_are_kept_but_neither_active_nor_listed_nor_removable()
    {
        var room = await NewRoomAsync("alice");
        await JoinAsync(room, "mallory", -1);

        (await Store.RemoveMemberAsync(room.Id, "mallory", Noon, Cancellation)).ShouldBeFalse();

        var banned = (await Store.FindMemberAsync(room.Id, "mallory", Cancellation)).ShouldNotBeNull();
        banned.IsActive.ShouldBeFalse();
        banned.LeftAt.ShouldBeNull();
        (await Store.ListMembersAsync(room.Id, null, 10, Cancellation)).Select(m => m.AccountId).ShouldBe(["alice"]);
    }

    [Fact]
    public async Task Memberships_of_one_account_in_two_rooms_are_apart()
    {
        var one = await NewRoomAsync("alice");
        var two = await NewRoomAsync("bob");
        await JoinAsync(two, "alice");

        await Store.RemoveMemberAsync(two.Id, "alice", Noon, Cancellation);

        (await Store.FindMemberAsync(one.Id, "alice", Cancellation))!.IsActive.ShouldBeTrue();
    }

    [Fact]
    public async Task Pages_cover_all_members_once_in_the_order_of_code_points()
    {
        string[] accounts = ["A", "Z", "a", "b|c", "z", "é", "日本", "￦", "😀", "😀a"];
        var room = await NewRoomAsync(accounts[0]);
        foreach (var account in accounts.Skip(1).Reverse()) await JoinAsync(room, account);

        var seen = new List<string>();
        while (await Store.ListMembersAsync(room.Id, seen.LastOrDefault(), 3, Cancellation) is { Count: > 0 } page)
        {
            page.Count.ShouldBeLessThanOrEqualTo(3);
            seen.AddRange(page.Select(m => m.AccountId));
        }

        seen.ShouldBe(accounts);
    }

    [Fact]
    public async Task Account_ids_differ_by_case_and_by_normal_form()
    {
        var room = await NewRoomAsync("Alice");
        await JoinAsync(room, "é");
        await JoinAsync(room, "e\u0301");

        (await Store.FindMemberAsync(room.Id, "alice", Cancellation)).ShouldBeNull();
        (await Store.ListMembersAsync(room.Id, null, 10, Cancellation)).Count.ShouldBe(3);
    }

    [Fact]
    public async Task Nobody_has_a_NUL_in_the_id()
    {
        var room = await NewRoomAsync("a");
        await JoinAsync(room, "b");

        (await Store.FindMemberAsync(room.Id, "a\0b", Cancellation)).ShouldBeNull();
        (await Store.RemoveMemberAsync(room.Id, "a\0b", Noon, Cancellation)).ShouldBeFalse();
        (await Store.FindProfileAsync("a\0b", Cancellation)).ShouldBeNull();
        (await Store.ListMembersAsync(room.Id, "a\0b", 10, Cancellation)).Select(m => m.AccountId).ShouldBe(["b"]);
    }
}
