using Parley.Browser.Hosting;
using static Microsoft.Playwright.Assertions;

namespace Parley.Browser.Pages;

/// <summary>Tests that hold calls look at those; here is the rest.</summary>
public sealed class Looks(Chromium chromium, DemoServer server, ProductionServer production)
    : BrowserTests(chromium, server), IClassFixture<ProductionServer>
{
    [Theory, InlineData(320), InlineData(360), InlineData(840)]
    public async Task A_room_id_is_seen_from_end_to_end(int width)
    {
        var alice = await OpenAsync(Id("alice"), "protocol=chatroom", production.Process);
        await alice.Page.SetViewportSizeAsync(width, 740);
        await alice.ClickAsync("connect");
        await alice.Page.FillAsync("#room-id", Guid.NewGuid().ToString());

        (await alice.Page.EvaluateAsync<bool>(
            "() => { const { scrollWidth, clientWidth, scrollHeight, clientHeight } = document.querySelector('#room-id');"
            + " return scrollWidth <= clientWidth && scrollHeight <= clientHeight; }")).ShouldBeTrue();
    }

    [Fact]
    public async Task The_empty_stage_offers_every_way_to_meet()
    {
        var alice = await OpenAsync(Id("alice"), "");
        var ways = alice.Page.Locator("#ways button");
        await Expect(ways).ToHaveCountAsync(await alice.Page.Locator("#protocol option").CountAsync());

        await ways.Filter(new() { HasText = "Direct call" }).ClickAsync();

        await Expect(alice.Page.Locator("#protocol")).ToHaveValueAsync("direct");
        await Expect(alice.Page.Locator("#target-label")).ToHaveTextAsync("User to call");
        await alice.ClickAsync("connect");
        await alice.IsAsync("ready");
        await Expect(alice.Page.Locator("#ways")).ToBeHiddenAsync();
    }

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
        await Expect(alice.Page.Locator("#hint")).ToBeHiddenAsync();
        await Look.AtAsync(alice, "ringing");
        await alice.ClickAsync("decline");
        await alice.IsAsync("ended");
        await alice.Page.ClickAsync("#log > summary");
        await alice.Page.ClickAsync("#log-entries summary >> nth=0");
        await Look.AtAsync(alice, "ended-with-log");
    }
}
