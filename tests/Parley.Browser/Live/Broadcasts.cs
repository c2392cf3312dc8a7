using Parley.Browser.Hosting;
using static Microsoft.Playwright.Assertions;

namespace Parley.Browser.Live;

/// <summary>What is packaged as HLS, played by hls.js.</summary>
[Collection(nameof(MediaHost))]
public sealed class Broadcasts(Chromium chromium, DemoServer server, MediaHost media) : LiveTests(chromium, server, media)
{
    private const string Frames = "() => document.querySelector('.tile.hls video')?.getVideoPlaybackQuality().totalVideoFrames ?? 0";

    [Fact]
    public async Task A_broadcast_is_played_by_whoever_joins_it()
    {
        var alice = await HostAsync("alice", "p2m");

        var bob = await WatchAsync("bob", "p2m");

        await PlaysAsync(bob);
        await Expect(bob.Page.Locator("#hand")).ToBeHiddenAsync();
        await Look.AtAsync(bob, "live-broadcast");
        await alice.ClickAsync("hangup");
        await Expect(bob.Page.Locator(".tile.hls")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task A_room_on_a_media_server_is_packaged_too_where_its_host_wants_that()
    {
        var alice = await HostAsync("alice", query: "&hls");
        var bob = await WatchAsync("bob");
        await AllSeeAsync([bob], alice);

        await bob.ClickAsync("live-hls-watch");

        await PlaysAsync(bob);
        await AllSeeAsync([bob], alice);
        await Expect(bob.Page.Locator("#live-hls-link")).ToHaveAttributeAsync("href", new System.Text.RegularExpressions.Regex("/playlist.m3u8$"));
        await Look.AtAsync(bob, "live-hls");
    }

    private static async Task PlaysAsync(Person person)
    {
        await Expect(person.Page.Locator(".tile.hls")).ToHaveAttributeAsync("data-video", "on");
        var (last, rises) = (0, 0);
        await Eventually.TrueAsync($"{person.Name} plays the broadcast", async () =>
        {
            var now = await person.Page.EvaluateAsync<int>(Frames);
            if (now > last) rises++;
            last = now;
            return rises >= 3;
        });
    }
}
