using Parley.Browser.Hosting;

namespace Parley.Browser.Pages;

/// <summary>Tests that hold calls look at those; here is the rest.</summary>
public sealed class Looks(Chromium chromium, DemoServer server) : BrowserTests(chromium, server)
{
    [Fact]
    public async Task What_comes_before_and_after_a_call_fits_a_desktop_and_a_phone()
    {
        var alice = await OpenAsync(Id("alice"), $"protocol=direct&to={Id("bob")}");
        await Look.AtAsync(alice, "idle");
        await alice.ClickAsync("connect");
        await alice.IsAsync("ready");
        await Look.AtAsync(alice, "ready");

        var bob = await RegisterAsync("bob", "alice");
        await bob.ClickAsync("call");
        await alice.IsAsync("ringing");
        await Look.AtAsync(alice, "ringing");
        await alice.ClickAsync("decline");
        await alice.IsAsync("ended");
        await alice.Page.ClickAsync("#log > summary");
        await alice.Page.ClickAsync("#log-entries summary >> nth=0");
        await Look.AtAsync(alice, "ended-with-log");
    }
}
