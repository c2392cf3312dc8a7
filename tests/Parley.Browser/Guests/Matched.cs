using Parley.Browser.Hosting;
using static Microsoft.Playwright.Assertions;

namespace Parley.Browser.Guests;

/// <summary>Strangers find each other, and part again.</summary>
public sealed class Matched(Chromium chromium, DemoServer server) : GuestTests(chromium, server)
{
    [Fact]
    public async Task Two_who_search_are_matched_and_write_to_each_other()
    {
        await using var server = await ParleyProcess.StartAsync("Development");
        var alice = await OpenAsync("alice", "protocol=guests", server);
        await Look.AtAsync(alice, "guests-idle");
        await alice.ClickAsync("connect");
        await alice.IsAsync("searching");
        await alice.ReadsAsync("Searching for somebody… Nobody else is here yet.");
        await Look.AtAsync(alice, "guests-searching");

        var bob = await SearchAsync(server, "bob_2", state: "matched");

        await alice.IsAsync("matched");
        await alice.ReadsAsync("You are matched with bob_2.");
        await bob.ReadsAsync("You are matched with alice.");
        await bob.Page.Locator("#chat-text").PressSequentiallyAsync("Hel");
        await Expect(alice.Page.Locator("#chat-typing")).ToHaveTextAsync("bob_2 is writing…");
        await WriteAsync(bob, alice, "Hello");
        await Expect(alice.Page.Locator("#chat-typing")).ToBeEmptyAsync();
        await WriteAsync(alice, bob, "<b>Hello</b> yourself, and a_word_that_is_so_long_that_it_does_not_fit_on_one_line_of_the_chat");
        await Look.AtAsync(alice, "guests-matched");
    }

    [Fact]
    public async Task A_name_is_made_up_and_a_search_can_be_cancelled()
    {
        await using var server = await ParleyProcess.StartAsync("Development");
        var alice = await OpenAsync("", "protocol=guests&auto=1", server);
        await alice.IsAsync("searching");
        await Expect(alice.Page.Locator("#name")).ToHaveValueAsync(new System.Text.RegularExpressions.Regex("^[A-Za-z0-9_]{3,20}$"));

        await alice.ClickAsync("cancel-search");

        await alice.IsAsync("ready");
        var bob = await SearchAsync(server, "bob_2");
        await Expect(alice.State).ToContainTextAsync("1 other is online.");
        await alice.ClickAsync("find");
        await alice.IsAsync("matched");
        await bob.IsAsync("matched");
    }

    [Fact]
    public async Task Next_leaves_and_finds_somebody_else()
    {
        await using var server = await ParleyProcess.StartAsync("Development");
        var (alice, bob) = await MatchAndCallAsync(server);
        await WriteAsync(alice, bob, "I have to go.");
        var carol = await SearchAsync(server, "carol");

        await alice.ClickAsync("next");

        await alice.ReadsAsync("You are matched with carol.");
        await carol.ReadsAsync("You are matched with alice.");
        await bob.IsAsync("ended");
        await bob.ReadsAsync("alice has left.");
        await Expect(bob.Tile(alice.Id)).ToHaveCountAsync(0);
        await Expect(bob.Page.Locator("#chat-text")).ToBeDisabledAsync();
        await Look.AtAsync(bob, "guests-left");
        await Expect(alice.Page.Locator("#chat-lines .chat-own")).ToHaveCountAsync(0);
        await carol.ClickAsync("call");
        await alice.ClickAsync("accept");
        await SeeEachOtherAsync(alice, carol);
    }

    [Fact]
    public async Task Who_closes_the_page_is_gone_after_a_while()
    {
        await using var server = await ParleyProcess.StartAsync(
            "Development", new Dictionary<string, string> { ["Parley:GuestCall:MatchRecovery"] = "1s" });
        var (alice, bob) = await MatchAndCallAsync(server);

        await alice.Page.CloseAsync();

        await bob.IsAsync("ended");
        await bob.ReadsAsync("alice is gone");
    }
}
