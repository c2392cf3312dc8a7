using Parley.Browser.Hosting;
using static Microsoft.Playwright.Assertions;

namespace Parley.Browser.Guests;

/// <summary>Calls between guests who are matched.</summary>
public sealed class GuestCalls(Chromium chromium, DemoServer server) : GuestTests(chromium, server)
{
    [Theory, InlineData(""), InlineData("&transport=polling")]
    public async Task A_video_call_rings_is_taken_and_both_decode_the_other_beside_the_chat(string query)
    {
        await using var server = await ParleyProcess.StartAsync("Development");
        var (alice, bob) = await MatchAsync(server, query);

        await alice.ClickAsync("call");

        await alice.ReadsAsync("Calling bob_2…");
        await bob.IsAsync("ringing");
        await Expect(bob.Ring).ToContainTextAsync("alice is calling");
        await Expect(bob.Ring).ToContainTextAsync("Take the video call?");
        await Look.AtAsync(bob, "guests-ringing");
        await bob.ClickAsync("accept");
        await SeeEachOtherAsync(alice, bob);
        await WriteAsync(alice, bob, "Can you see me?");
        await WriteAsync(bob, alice, "Yes!");
        await Look.AtAsync(alice, "guests-call");
    }

    [Fact]
    public async Task A_call_can_be_rejected()
    {
        await using var server = await ParleyProcess.StartAsync("Development");
        var (alice, bob) = await MatchAsync(server);
        await alice.ClickAsync("call");

        await bob.ClickAsync("decline");

        await alice.ReadsAsync("bob_2 declined the call. You are matched with bob_2.");
        await bob.ReadsAsync("You declined alice’s call.");
        await Expect(bob.Ring).ToBeHiddenAsync();
        await WriteAsync(bob, alice, "Not now.");
    }

    [Fact]
    public async Task One_hangs_up_and_both_are_matched_still_and_can_call_again()
    {
        await using var server = await ParleyProcess.StartAsync("Development");
        var (alice, bob) = await MatchAndCallAsync(server);

        await bob.ClickAsync("hangup");

        await alice.IsAsync("matched");
        await alice.ReadsAsync("bob_2 hung up.");
        await bob.ReadsAsync("You hung up.");
        await Expect(alice.Page.Locator("#local")).ToBeHiddenAsync();
        await bob.ClickAsync("call");
        await alice.ClickAsync("accept");
        await SeeEachOtherAsync(alice, bob);
    }

    [Fact]
    public async Task A_call_that_nobody_answers_is_over_for_both()
    {
        await using var server = await ParleyProcess.StartAsync(
            "Development", new Dictionary<string, string> { ["Parley:GuestCall:RingTimeout"] = "2s" });
        var (alice, bob) = await MatchAsync(server);

        await alice.ClickAsync("call");

        await alice.ReadsAsync("bob_2 did not answer.");
        await bob.ReadsAsync("You missed a call from alice.");
        await Expect(bob.Ring).ToBeHiddenAsync();
    }

    [Fact]
    public async Task An_audio_call_opens_no_camera_until_somebody_wants_it()
    {
        await using var server = await ParleyProcess.StartAsync("Development");
        var (alice, bob) = await MatchAsync(server);
        await alice.ClickAsync("call-audio");
        await Expect(bob.Ring).ToContainTextAsync("Take the audio call?");
        await bob.ClickAsync("accept");
        await alice.IsAsync("incall");
        await Expect(alice.Tile(bob.Id)).ToHaveAttributeAsync("data-state", "connected");
        await Expect(alice.Page.Locator("#local")).ToBeHiddenAsync();
        await Expect(alice.Tile(bob.Id)).ToHaveAttributeAsync("data-video", "off");

        await bob.ClickAsync("camera");

        await alice.SeesAsync(bob);
        await Expect(bob.Tile(alice.Id)).ToHaveAttributeAsync("data-video", "off");
    }
}
