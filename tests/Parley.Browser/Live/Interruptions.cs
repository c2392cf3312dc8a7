using Parley.Browser.Hosting;
using Parley.Browser.Media;
using static Microsoft.Playwright.Assertions;

namespace Parley.Browser.Live;

/// <summary>Routes, sockets and media servers that fail under people on stage.</summary>
[Collection(nameof(MediaHost))]
public sealed class Interruptions(Chromium chromium, DemoServer server, MediaHost media) : LiveTests(chromium, server, media)
{
    private const string Fragment = "() => /ice-ufrag:(.*)/.exec(parley.calls.room.uplink.pc.localDescription.sdp)[1]";

    [Fact]
    public async Task Who_publishes_looks_for_another_route_and_those_who_watch_notice_nothing()
    {
        var (alice, bob) = await OneOnStageAsync();
        var before = await alice.Page.EvaluateAsync<string>(Fragment);
        await KeepConnectionAsync(bob, alice);
        await bob.ForgetsStatesAsync();

        await alice.Page.EvaluateAsync("() => parley.calls.room.uplink.restart()");
        await Eventually.TrueAsync("another fragment", async () => await alice.Page.EvaluateAsync<string>(Fragment) != before);

        await AllSeeAsync([bob], alice);
        await IsSameConnectionAsync(bob, alice);
        (await bob.Page.EvaluateAsync<string>("id => (states[id] ?? []).filter(state => state !== 'connected').join()", alice.Id)).ShouldBe("");
    }

    [Fact]
    public async Task A_socket_that_is_lost_comes_back_on_stage()
    {
        var (alice, bob) = await OneOnStageAsync();

        await alice.DropsConnectionAsync();
        await bob.DropsConnectionAsync();

        await IsOnStageAsync(alice);
        await AllSeeAsync([bob], alice);
    }

    [Fact]
    public async Task A_media_server_that_dies_is_replaced_by_another_and_everybody_sees_again()
    {
        await using var first = await Media.StartJanusAsync(0);
        await using var second = await Media.StartJanusAsync(1);
        await using var parley = await Media.StartParleyAsync([first, second]);
        var (alice, bob, carol) = await TwoOnStageAsync(parley);
        await AllSeeAsync([alice, bob, carol], alice, bob);
        var isOnFirst = (await JanusAdmin.CountAsync(first)).Rooms > 0;
        var (dying, other) = isOnFirst ? (first, second) : (second, first);

        await dying.KillAsync();
        await Task.WhenAll(alice.HasSeenAsync(bob, "interrupted"), bob.HasSeenAsync(alice, "interrupted"), carol.HasSeenAsync(alice, "interrupted"));
        await Eventually.TrueAsync("the room is on the other media server", async () => (await JanusAdmin.CountAsync(other)).Rooms > 0);

        await AllSeeAsync([alice, bob, carol], alice, bob);
    }

    [Fact]
    public async Task Without_another_media_server_the_page_says_so()
    {
        await using var janus = await Media.StartJanusAsync();
        await using var parley = await Media.StartParleyAsync([janus]);
        var (alice, bob) = await OneOnStageAsync(parley);

        await janus.KillAsync();

        await Expect(alice.Notice).ToContainTextAsync("The media server cannot be used now.");
        await bob.HasSeenAsync(alice, "interrupted");
        await Look.AtAsync(alice, "live-no-media-server");
    }
}
