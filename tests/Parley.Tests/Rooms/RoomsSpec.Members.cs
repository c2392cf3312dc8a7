using System.Text.Json;

namespace Parley.Tests.Rooms;

/// <content>Who is there.</content>
public abstract partial class RoomsSpec
{
    [Fact]
    public async Task Who_comes_is_told_who_is_there_and_the_others_are_told_of_it()
    {
        var room = await NewRoomAsync();
        var (alice, first) = await ComeAsync(Here, room, "alice");
        Participants(first).ShouldBeEmpty();
        var (bob, second) = await ComeAsync(There, room, "bob");
        Participants(second).ShouldBe(["alice"]);
        await ShouldHearAsync("user-joined", "bob", alice);
        var (carol, third) = await ComeAsync(Here, room, "carol");
        Participants(third).ShouldBe(["alice", "bob"]);
        await ShouldHearAsync("user-joined", "carol", alice, bob);

        await ShouldHaveNothingAsync(alice, bob, carol);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Who_goes_has_left_for_everybody_else(bool onPurpose)
    {
        var room = await NewRoomAsync();
        var (alice, bob, carol) = await FillAsync(room);

        if (onPurpose) await bob.CloseAsync();
        else bob.Drop();

        await ShouldHearAsync("user-left", "bob", alice, carol);
        await ShouldHaveNothingAsync(alice, carol);
        var (_, welcome) = await ComeAsync(There, room, "bob");
        Participants(welcome).ShouldBe(["alice", "carol"]);
    }

    [Fact]
    public async Task An_account_comes_with_its_first_device_and_goes_with_its_last()
    {
        var room = await NewRoomAsync();
        var (alice, _) = await ComeAsync(Here, room, "alice");
        var (phone, _) = await ComeAsync(There, room, "bob");
        await ShouldHearAsync("user-joined", "bob", alice);
        var (laptop, welcome) = await ComeAsync(Here, room, "bob");
        Participants(welcome).ShouldBe(["alice"], "itself is not among the others");
        await ShouldHaveNothingAsync(alice, phone, laptop);

        await phone.CloseAsync();
        await StatusShouldBecomeAsync(room, "alice", "bob");
        await ShouldHaveNothingAsync(alice, laptop);
        laptop.Drop();

        await ShouldHearAsync("user-left", "bob", alice);
    }

    [Fact]
    public async Task Every_node_says_who_takes_part()
    {
        var room = await NewRoomAsync();
        var (alice, bob, carol) = await FillAsync(room);
        await StatusShouldBecomeAsync(room, "alice", "bob", "carol");

        await alice.CloseAsync();
        await ShouldHearAsync("user-left", "alice", bob, carol);

        await StatusShouldBecomeAsync(room, "bob", "carol");
    }

    [Fact]
    public async Task A_room_that_everybody_has_left_begins_anew()
    {
        var room = await NewRoomAsync();
        var (alice, bob, carol) = await FillAsync(room);
        await alice.SendTextAsync("""{"type":"hello"}""");
        await ShouldHearAsync("hello", "alice", bob, carol);
        foreach (var socket in new[] { alice, bob, carol }) await socket.CloseAsync();
        await StatusShouldBecomeAsync(room);

        var (again, welcome) = await ComeAsync(There, room, "bob");

        Participants(welcome).ShouldBeEmpty();
        await ShouldHaveNothingAsync(again);
    }

    /// <summary>On every node, sooner or later, since nobody was told of it here.</summary>
    private async Task StatusShouldBecomeAsync(string room, params string[] accounts)
    {
        foreach (var node in Nodes)
        {
            using var http = node.HttpAs("alice");
            await Eventually.IsAsync(async () =>
            {
                using var status = JsonDocument.Parse(await http.GetStringAsync($"/api/chat/realtime/{room}/status"));
                return status.RootElement.GetProperty("participantCount").GetInt32() == accounts.Length
                    && Participants(status.RootElement).Order().SequenceEqual(accounts);
            });
        }
    }
}
