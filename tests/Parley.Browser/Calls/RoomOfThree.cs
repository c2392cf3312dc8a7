using Parley.Browser.Hosting;
using static Microsoft.Playwright.Assertions;

namespace Parley.Browser.Calls;

/// <summary>In <c>chatroom</c> everybody has a call with everybody.</summary>
public sealed class RoomOfThree(Chromium chromium, DemoServer server) : BrowserTests(chromium, server)
{
    [Fact]
    public async Task Three_pages_see_each_other_and_one_leaves()
    {
        var alice = await JoinAsync("alice");
        await alice.IsAsync("calling");
        var bob = await JoinAsync("bob");
        await bob.IsAsync("incall");

        var carol = await JoinAsync("carol");

        await SeeEachOtherAsync(alice, bob, carol);
        await Expect(alice.State).ToHaveTextAsync($"In a call with {bob.Name} and {carol.Name}.");
        await Look.AtAsync(alice, "room-of-three");
        await bob.ClickAsync("hangup");
        await Expect(alice.Tile(bob.Name)).ToHaveCountAsync(0);
        await Expect(carol.Tile(bob.Name)).ToHaveCountAsync(0);
        await SeeEachOtherAsync(alice, carol);
    }

    [Fact]
    public async Task Who_is_in_the_room_but_not_in_the_call_is_asked()
    {
        var alice = await OpenAsync(Id("alice"), $"protocol=chatroom&room={Room}");
        await alice.ClickAsync("connect");
        await alice.IsAsync("ready");
        await alice.ReadsAsync($"Alone in room {Room} so far.");

        var bob = await JoinAsync("bob");

        await alice.IsAsync("ringing");
        await Expect(alice.Ring).ToContainTextAsync($"{bob.Name} is calling");
        await Expect(alice.Ring).ToContainTextAsync($"Join the call in room {Room}?");
        await alice.ClickAsync("accept");
        await SeeEachOtherAsync(alice, bob);
    }
}
