using Parley.Browser.Hosting;
using static Microsoft.Playwright.Assertions;

namespace Parley.Browser.Live;

/// <summary>Calls of two by the <c>live</c> protocol, for which no media server is needed.</summary>
public sealed class CallsOfTwo(Chromium chromium, DemoServer server) : BrowserTests(chromium, server)
{
    [Fact]
    public async Task Who_joins_is_in_the_call_at_once()
    {
        var alice = await EnterAsync("alice", "&part=host");
        await alice.IsAsync("calling");

        var bob = await EnterAsync("bob", "");

        await SeeEachOtherAsync(alice, bob);
        await Look.AtAsync(bob, "live-p2p");
    }

    [Fact]
    public async Task Who_leaves_is_gone_at_once_and_may_come_again()
    {
        var alice = await EnterAsync("alice", "&part=host");
        var bob = await EnterAsync("bob", "");
        await SeeEachOtherAsync(alice, bob);

        await bob.ClickAsync("hangup");

        await bob.IsAsync("idle");
        await alice.ReadsAsync($"{bob.Id} hung up.");
        await Expect(alice.Tile(bob.Id)).ToHaveCountAsync(0);
        await bob.ClickAsync("connect");
        await SeeEachOtherAsync(alice, bob);
    }

    [Fact]
    public async Task A_third_is_told_that_there_is_no_place()
    {
        var alice = await EnterAsync("alice", "&part=host");
        var bob = await EnterAsync("bob", "");
        await SeeEachOtherAsync(alice, bob);

        var carol = await EnterAsync("carol", "");

        await carol.IsAsync("error");
        await SeeEachOtherAsync(alice, bob);
    }

    private Task<Person> EnterAsync(string name, string query) => OpenAsync(Id(name), $"protocol=live&room={Room}&channel=p2p&auto=1{query}");
}
