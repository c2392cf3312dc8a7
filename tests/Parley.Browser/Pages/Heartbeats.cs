using Parley.Browser.Hosting;
using static Microsoft.Playwright.Assertions;

namespace Parley.Browser.Pages;

/// <summary>The server gives up on who is silent for two intervals, and browsers hold back the timers of hidden pages.</summary>
public sealed class Heartbeats(Chromium chromium, DemoServer server) : BrowserTests(chromium, server)
{
    [Fact]
    public async Task They_go_on_while_the_pages_own_timers_stand_still()
    {
        await using var server = await ParleyProcess.StartAsync(
            "Development", new Dictionary<string, string> { ["Parley:Direct:HeartbeatInterval"] = "1s" });
        var alice = await OpenAsync(Id("alice"), "protocol=direct", server);
        await alice.Page.Clock.InstallAsync();
        await alice.Page.Clock.PauseAtAsync(DateTime.UtcNow.AddSeconds(1));
        await alice.ClickAsync("connect");
        await alice.IsAsync("ready");

        var answers = alice.Page.Locator("#log-entries [data-direction='in'] .log-type").Filter(new() { HasText = "heartbeat" });
        await Expect(answers.Nth(4)).ToBeAttachedAsync();

        var registrations = alice.Page.Locator("#log-entries [data-direction='out'] .log-type").Filter(new() { HasText = "register" });
        (await registrations.CountAsync()).ShouldBe(1);
        await alice.IsAsync("ready");
    }
}
