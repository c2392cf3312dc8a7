using Parley.Browser.Hosting;
using static Microsoft.Playwright.Assertions;

namespace Parley.Browser.Guests;

/// <summary>Who comes back within the match's window is where it was.</summary>
public sealed class Reloads(Chromium chromium, DemoServer server) : GuestTests(chromium, server)
{
    [Theory, InlineData(true), InlineData(false)]
    public async Task A_reload_in_mid_call_returns_to_the_call_and_the_chat(bool caller)
    {
        await using var server = await ParleyProcess.StartAsync("Development");
        var (alice, bob) = await MatchAndCallAsync(server);
        await WriteAsync(alice, bob, "Do not reload!");
        var (one, other) = caller ? (alice, bob) : (bob, alice);
        await other.ForgetsStatesAsync();

        await one.Page.ReloadAsync();

        // Both decode the other again; nobody has to accept anything.
        await SeeEachOtherAsync(one, other);
        await Expect(one.Page.Locator("#chat-lines")).ToContainTextAsync("Do not reload!");
        await WriteAsync(one, other, "I am back.");
        await WriteAsync(other, one, "I hardly noticed.");
        var states = await other.Page.EvaluateAsync<string[]>("() => states.page");
        states.ShouldBeSubsetOf(["incall", "calling"]); // connecting anew; it neither ended nor rang
    }

    [Fact]
    public async Task A_camera_that_was_turned_off_stays_off_over_a_reload()
    {
        await using var server = await ParleyProcess.StartAsync("Development");
        var (alice, bob) = await MatchAndCallAsync(server);
        await alice.ClickAsync("camera");
        await Expect(bob.Tile(alice.Id)).ToHaveAttributeAsync("data-video", "off");

        await alice.Page.ReloadAsync();

        await alice.SeesAsync(bob);
        await Expect(alice.Page.Locator("#camera")).ToHaveAttributeAsync("aria-pressed", "false");
        await Expect(bob.Tile(alice.Id)).ToHaveAttributeAsync("data-video", "off");
    }

    [Theory, InlineData(true), InlineData(false)]
    public async Task A_reload_while_it_rings_goes_on_ringing(bool caller)
    {
        await using var server = await ParleyProcess.StartAsync("Development");
        var (alice, bob) = await MatchAsync(server);
        await alice.ClickAsync("call");
        await bob.IsAsync("ringing");

        var one = caller ? alice : bob;
        await one.Page.ReloadAsync();
        await one.IsAsync(caller ? "calling" : "ringing");
        await one.Page.WaitForFunctionAsync(caller ? "() => [...parley.calls.active.values()][0]?.pc?.localDescription" : "() => parley.calls.ringing.size");
        await bob.ClickAsync("accept");

        await SeeEachOtherAsync(alice, bob);
    }

    [Fact]
    public async Task A_lost_connection_comes_back_and_the_call_stands()
    {
        await using var server = await ParleyProcess.StartAsync("Development");
        var (alice, bob) = await MatchAndCallAsync(server);
        await alice.Page.EvaluateAsync("() => { globalThis.kept = [...parley.calls.active.values()][0].pc }");

        await alice.DropsConnectionAsync();
        await Expect(alice.Notice).ToContainTextAsync("No connection to the server");
        await WriteAsync(bob, alice, "Are you there?");

        await Expect(alice.Notice).ToBeHiddenAsync();
        await WriteAsync(alice, bob, "I am.");
        await SeeEachOtherAsync(alice, bob);
        (await alice.Page.EvaluateAsync<bool>("() => [...parley.calls.active.values()][0].pc === kept")).ShouldBeTrue();
    }
}
