using static Microsoft.Playwright.Assertions;

namespace Parley.Browser.Hosting;

/// <summary>
/// What a test with guests needs. Whoever searches is matched with whoever else does, so each test has a server to itself.
/// </summary>
public abstract class GuestTests(Chromium chromium, DemoServer server) : BrowserTests(chromium, server)
{
    /// <summary>Somebody who searches as soon as the page is there.</summary>
    protected async Task<Person> SearchAsync(ParleyProcess at, string name, string query = "", string state = "searching")
    {
        var guest = await OpenAsync(name, $"protocol=guests&auto=1{query}", at);
        await guest.IsAsync(state);
        await guest.LearnIdAsync();
        return guest;
    }

    /// <summary>Two who are matched, and nothing more.</summary>
    protected async Task<(Person Alice, Person Bob)> MatchAsync(ParleyProcess at, string query = "")
    {
        var alice = await SearchAsync(at, "alice", query);
        var bob = await SearchAsync(at, "bob_2", query, "matched");
        await alice.IsAsync("matched");
        return (alice, bob);
    }

    /// <summary>Two who are matched and see each other.</summary>
    protected async Task<(Person Alice, Person Bob)> MatchAndCallAsync(ParleyProcess at, string query = "")
    {
        var (alice, bob) = await MatchAsync(at, query);
        await alice.ClickAsync("call");
        await bob.ClickAsync("accept");
        await SeeEachOtherAsync(alice, bob);
        return (alice, bob);
    }

    /// <summary>One writes to the other, who gets it, and is told so.</summary>
    protected static async Task WriteAsync(Person from, Person to, string text)
    {
        await from.Page.FillAsync("#chat-text", text);
        await from.ClickAsync("chat-send");
        await Expect(to.Page.Locator("#chat-lines .chat-theirs .chat-text").Filter(new() { HasText = text })).ToBeVisibleAsync();
        await Expect(from.Page.Locator("#chat-lines .chat-own[data-mark='delivered']").Filter(new() { HasText = text })).ToBeVisibleAsync();
    }
}
