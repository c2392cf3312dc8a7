using Parley.Browser.Hosting;
using static Microsoft.Playwright.Assertions;

namespace Parley.Browser.Calls;

/// <summary>Who forbids the camera is told so, and calls without.</summary>
public sealed class NoCamera(Chromium chromium, DemoServer server) : BrowserTests(chromium, server)
{
    [Theory, InlineData("direct"), InlineData("chatroom")]
    public async Task A_denied_camera_is_explained_and_the_call_goes_on_without_it(string protocol)
    {
        await using var denying = await Chromium.LaunchDenyingMediaAsync();
        var alice = protocol == "direct" ? await RegisterAsync("alice", "bob", browser: denying) : await JoinAsync("alice", browser: denying);
        var bob = protocol == "direct" ? await RegisterAsync("bob", "alice") : await JoinAsync("bob");
        if (protocol == "direct")
        {
            await alice.ClickAsync("call");
            await bob.ClickAsync("accept");
        }

        await alice.SeesAsync(bob);
        await Expect(alice.Notice).ToHaveTextAsync(
            "The browser may not use your camera and microphone. You can still call, and see and hear the others. "
            + "To change that, allow it beside the page’s address, then turn it on below.");
        await Look.AtAsync(alice, $"{protocol}-no-camera");
        await Expect(alice.Page.Locator("#camera")).ToHaveAttributeAsync("aria-pressed", "false");
        await Expect(alice.Page.Locator("#local")).ToBeHiddenAsync();
        await bob.IsAsync("incall");
        await Expect(bob.Tile(alice.Name)).ToHaveAttributeAsync("data-state", "connected");
        await Expect(bob.Tile(alice.Name)).ToHaveAttributeAsync("data-video", "off");
        await Expect(bob.Notice).ToBeHiddenAsync();
    }

    [Theory, InlineData("direct"), InlineData("chatroom")]
    public async Task A_camera_can_be_turned_off_and_on_in_a_call(string protocol)
    {
        var (alice, bob) = await CallAsync(protocol);

        await alice.ClickAsync("camera");

        await Expect(bob.Tile(alice.Name)).ToHaveAttributeAsync("data-video", "off");
        await alice.SeesAsync(bob);
        await alice.ClickAsync("camera");
        await SeeEachOtherAsync(alice, bob);
    }

    [Theory, InlineData("direct"), InlineData("chatroom")]
    public async Task Whose_microphone_is_off_is_seen(string protocol)
    {
        var (alice, bob) = await CallAsync(protocol);
        var mark = bob.Tile(alice.Name).GetByLabel("Microphone off");
        await Expect(mark).ToBeHiddenAsync();

        await alice.ClickAsync("microphone");

        await Expect(mark).ToBeVisibleAsync();
        await alice.ClickAsync("microphone");
        await Expect(mark).ToBeHiddenAsync();
    }
}
