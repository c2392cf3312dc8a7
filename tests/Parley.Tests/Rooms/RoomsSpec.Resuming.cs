using System.Text.Json;
using Parley.Tests.Cluster;

namespace Parley.Tests.Rooms;

/// <content>Who comes back, be it on another node.</content>
public abstract partial class RoomsSpec
{
    [Fact]
    public async Task Who_resumes_has_missed_nothing_and_the_others_saw_nothing()
    {
        var room = await NewRoomAsync();
        var (alice, _) = await ComeAsync(Here, room, "alice");
        var (bob, begun) = await ComeAsync(There, room, "bob", "&resume=");
        await ShouldHearAsync("user-joined", "bob", alice);
        await alice.SendNumberAsync(0);
        await bob.ShouldCountAsync(0, 1);
        for (var i = 0; i < 10; i++) await bob.SendNumberAsync(i);
        await alice.ShouldCountAsync(0, 10);

        bob.Drop();
        for (var i = 1; i < 20; i++) await alice.SendNumberAsync(i, to: i % 2 == 0 ? "bob" : null);
        await ShouldHaveNothingAsync(alice);
        var (back, answer) = await ComeAsync(Here, room, "bob", Resume(begun, seen: 1));

        Resumed(answer).ShouldBe(("resumed", 10));
        await back.ShouldCountAsync(1, 19);
        await back.SendNumberAsync(10);
        await alice.ShouldCountAsync(10, 1);
        await ShouldHaveNothingAsync(alice, back);
    }

    [Fact]
    public async Task A_connection_that_is_still_believed_in_is_replaced_by_the_newer_one()
    {
        var room = await NewRoomAsync();
        var (alice, _) = await ComeAsync(Here, room, "alice");
        var (bob, begun) = await ComeAsync(There, room, "bob", "&resume=");
        await ShouldHearAsync("user-joined", "bob", alice);
        await bob.SendNumberAsync(0);
        await alice.ShouldCountAsync(0, 1);

        var (back, answer) = await ComeAsync(Here, room, "bob", Resume(begun, seen: 0));

        Resumed(answer).ShouldBe(("resumed", 1));
        await ShouldBeClosedAsync(4409, bob);
        await alice.SendTextAsync("""{"type":"hello"}""");
        await ShouldHearAsync("hello", "alice", back);
        await back.SendNumberAsync(1);
        await alice.ShouldCountAsync(1, 1);
        await ShouldHaveNothingAsync(alice, back);
    }

    [Fact]
    public async Task Who_does_not_come_back_in_time_has_left()
    {
        var room = await NewRoomAsync();
        var (alice, _) = await ComeAsync(Here, room, "alice");
        var (bob, begun) = await ComeAsync(There, room, "bob", "&resume=");
        await ShouldHearAsync("user-joined", "bob", alice);

        bob.Drop();
        await LostAsync();
        await ShouldHaveNothingAsync(alice);
        await PassAsync(32);

        await ShouldHearAsync("user-left", "bob", alice);
        var (_, answer) = await ComeAsync(There, room, "bob", Resume(begun, seen: 0));
        Resumed(answer).ShouldBe(("rejected", 0));
        Participants(answer).ShouldBe(["alice"]);
        await ShouldHearAsync("user-joined", "bob", alice);
    }

    [Fact]
    public async Task Who_missed_more_than_is_kept_is_told_the_state_and_the_others_saw_nothing()
    {
        var room = await NewRoomAsync();
        var (alice, _) = await ComeAsync(Here, room, "alice");
        var (bob, begun) = await ComeAsync(There, room, "bob", "&resume=");
        await ShouldHearAsync("user-joined", "bob", alice);
        bob.Drop();
        // The log has 256.
        for (var i = 0; i < 300; i++) await alice.SendNumberAsync(i);
        await ShouldHaveNothingAsync(alice);

        var (back, answer) = await ComeAsync(Here, room, "bob", Resume(begun, seen: 0));

        Resumed(answer).ShouldBe(("snapshot", 0));
        Participants(answer).ShouldBe(["alice"]);
        await alice.SendNumberAsync(300);
        await back.ShouldCountAsync(300, 1);
        await ShouldHaveNothingAsync(alice, back);
    }

    [Fact]
    public async Task A_token_is_good_once_and_for_its_own_account()
    {
        var room = await NewRoomAsync();
        var (bob, begun) = await ComeAsync(There, room, "bob", "&resume=");
        bob.Drop();
        var (_, stolen) = await ComeAsync(Here, room, "carol", Resume(begun, seen: 0));
        Resumed(stolen).ShouldBe(("rejected", 0));

        // Until it says something the server can't know whether the answer came.
        var (back, answer) = await ComeAsync(Here, room, "bob", Resume(begun, seen: 0));
        Resumed(answer).ShouldBe(("resumed", 0));
        await ShouldHearAsync("user-joined", "carol", back);
        await back.ShouldHaveNothingAsync();
        var (_, again) = await ComeAsync(There, room, "bob", Resume(begun, seen: 0));

        Resumed(again).ShouldBe(("rejected", 0));
    }

    private static string Resume(JsonElement welcome, int seen) =>
        $"&resume={welcome.GetProperty("resume").GetProperty("token").GetString()}&seq={seen}";

    /// <summary>What became of the wish, and how many of its messages the server had.</summary>
    private static (string? Result, int Received) Resumed(JsonElement welcome)
    {
        var resume = welcome.GetProperty("resume");
        return (resume.GetProperty("result").GetString(), resume.GetProperty("received").GetInt32());
    }
}
