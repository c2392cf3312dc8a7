using Parley.Browser.Hosting;

namespace Parley.Browser.Calls;

/// <summary>A call from beginning to end.</summary>
public sealed class TwoPages(Chromium chromium, DemoServer server) : BrowserTests(chromium, server)
{
    [Theory, InlineData("direct"), InlineData("chatroom")]
    public async Task Two_pages_call_each_other_and_both_decode_the_other(string protocol)
    {
        var (alice, bob) = await CallAsync(protocol);

        await alice.ReadsAsync($"In a call with {bob.Name}.");
        await bob.ReadsAsync($"In a call with {alice.Name}.");
        await Look.AtAsync(alice, $"{protocol}-call");
    }

    [Fact]
    public async Task One_hangs_up_and_the_other_notices_in_direct()
    {
        var (alice, bob) = await CallAsync("direct");

        await alice.ClickAsync("hangup");

        await alice.IsAsync("ended");
        await alice.ReadsAsync("You hung up.");
        await bob.IsAsync("ended");
        await bob.ReadsAsync($"{alice.Name} hung up.");
        (await bob.Tile(alice.Name).CountAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task One_hangs_up_and_the_other_waits_on_in_a_room()
    {
        var (alice, bob) = await CallAsync("chatroom");

        await alice.ClickAsync("hangup");

        await alice.IsAsync("ended");
        await alice.ReadsAsync("You hung up.");
        await bob.IsAsync("calling");
        await bob.ReadsAsync($"{alice.Name} hung up. Waiting for others");
        (await bob.Tile(alice.Name).CountAsync()).ShouldBe(0);
    }

    [Theory, InlineData("direct"), InlineData("chatroom")]
    public async Task After_hanging_up_they_can_call_again(string protocol)
    {
        var (alice, bob) = await CallAsync(protocol);
        await bob.ClickAsync("hangup");
        await bob.IsAsync("ended");
        await alice.IsAsync(protocol == "direct" ? "ended" : "calling");

        await bob.ClickAsync("call");
        if (protocol == "direct") await alice.ClickAsync("accept");

        await SeeEachOtherAsync(alice, bob);
    }

    [Theory, InlineData("direct", "ended"), InlineData("chatroom", "calling")]
    public async Task Closing_the_page_hangs_up(string protocol, string left)
    {
        var (alice, bob) = await CallAsync(protocol);

        await alice.Page.CloseAsync();

        await bob.IsAsync(left);
        await bob.ReadsAsync($"{alice.Name} hung up.");
    }
}
