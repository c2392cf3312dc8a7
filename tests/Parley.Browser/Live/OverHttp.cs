using Parley.Browser.Hosting;
using static Microsoft.Playwright.Assertions;

namespace Parley.Browser.Live;

/// <summary>WHIP and WHEP beside real Janus: what comes in over HTTP is watched by <c>live</c>, and the other way round.</summary>
[Collection(nameof(MediaHost))]
public sealed class OverHttp(Chromium chromium, DemoServer server, MediaHost media) : LiveTests(chromium, server, media)
{
    /// <summary>The operator makes a room ahead.</summary>
    private const string MakeRoom = """
        async ({ rid, publisher, key }) => {
          const made = await fetch('/api/live/rooms', {
            method: 'POST',
            headers: { 'X-Api-Key': key, 'Content-Type': 'application/json' },
            body: JSON.stringify({ rid, channel: 'm2m', publishers: [publisher] }),
          });
          if (made.status !== 201) throw new Error(`${made.status}: ${await made.text()}`);
        }
        """;

    private const string TokenOf = "async user => (await (await fetch(`/demo/session?user=${user}&room=whip`)).json()).token";

    private const string Publish = """
        async (WHIPClient, { rid, token, noTrickleIce }) => {
          globalThis.client = new WHIPClient({
            endpoint: `${location.origin}/whip/${rid}`, opts: { authkey: token, iceServers: [], noTrickleIce },
          });
          await client.ingest(await navigator.mediaDevices.getUserMedia({ audio: true, video: true }));
        }
        """;

    /// <summary>The draft's way: what the player offers is answered by the server's own offer, which the player answers.</summary>
    private const string Play = """
        async ({ path, token }) => {
          const headers = { Authorization: `Bearer ${token}`, 'Content-Type': 'application/sdp' };
          const asking = new RTCPeerConnection();
          for (const kind of ['audio', 'video']) asking.addTransceiver(kind, { direction: 'recvonly' });
          const { sdp } = await asking.createOffer();
          asking.close();
          const offered = await fetch(path, { method: 'POST', headers, body: sdp });
          if (offered.status !== 406) throw new Error(`${offered.status}: ${await offered.text()}`);
          globalThis.session = new URL(offered.headers.get('Location'), location);
          globalThis.player = new RTCPeerConnection();
          await player.setRemoteDescription({ type: 'offer', sdp: await offered.text() });
          await player.setLocalDescription();
          if (player.iceGatheringState !== 'complete')
            await new Promise(done => player.onicegatheringstatechange = () => player.iceGatheringState === 'complete' && done());
          const answered = await fetch(session, { method: 'PATCH', headers, body: player.localDescription.sdp });
          if (answered.status !== 204) throw new Error(`${answered.status}: ${await answered.text()}`);
        }
        """;

    private const string Played = """
        async kind => {
          const reports = [...(await player.getStats()).values()];
          const report = reports.find(({ type, kind: of }) => type === 'inbound-rtp' && of === kind);
          return (kind === 'video' ? report?.framesDecoded : report?.packetsReceived) ?? 0;
        }
        """;

    /// <summary>As RFC 9725 has it: another ICE session by PATCH, and everything else as it was.</summary>
    private const string Restart = """
        async token => {
          const { peer } = client;
          const before = peer.remoteDescription.sdp;
          await peer.setLocalDescription(await peer.createOffer({ iceRestart: true }));
          if (peer.iceGatheringState !== 'complete')
            await new Promise(done => peer.addEventListener('icegatheringstatechange', () => peer.iceGatheringState === 'complete' && done()));
          const of = (sdp, name) => new RegExp(`^a=${name}:(.*)$`, 'm').exec(sdp)[1].trim();
          const { sdp } = peer.localDescription;
          const lines = [`a=ice-ufrag:${of(sdp, 'ice-ufrag')}`, `a=ice-pwd:${of(sdp, 'ice-pwd')}`, 'm=audio 9 UDP/TLS/RTP/SAVPF 111', 'a=mid:0',
            ...new Set(sdp.split('\r\n').filter(line => line.startsWith('a=candidate:'))), 'a=end-of-candidates', ''];
          const restarted = await fetch(client.resource, {
            method: 'PATCH',
            headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/trickle-ice-sdpfrag', 'If-Match': '*' },
            body: lines.join('\r\n'),
          });
          if (restarted.status !== 200) throw new Error(`${restarted.status}: ${await restarted.text()}`);
          if (restarted.headers.get('ETag') === client.eTag) throw new Error('the tag is that of before');
          const fragment = await restarted.text();
          if (of(fragment, 'ice-ufrag') === of(before, 'ice-ufrag')) throw new Error('the server goes on with its ICE session');
          const answer = before.replace(/^a=ice-ufrag:.*$/mg, `a=ice-ufrag:${of(fragment, 'ice-ufrag')}`)
            .replace(/^a=ice-pwd:.*$/mg, `a=ice-pwd:${of(fragment, 'ice-pwd')}`);
          await peer.setRemoteDescription({ type: 'answer', sdp: answer });
          await new Promise(done => {
            const look = () => ['connected', 'completed'].includes(peer.iceConnectionState) && done();
            peer.addEventListener('iceconnectionstatechange', look);
            look();
          });
        }
        """;

    [Fact]
    public async Task What_a_WHIP_client_publishes_is_watched_by_live_and_by_WHEP_until_it_ends()
    {
        var studio = await PublishAsync(noTrickleIce: false);
        var bob = await WatchAsync("bob");
        await AllSeeAsync([bob], studio);
        await HearsAsync(bob, studio);
        (await studio.Page.EvaluateAsync<bool>("() => client.opts.noTrickleIce")).ShouldBeFalse("one of its candidates was refused");

        var tv = await PlayAsync($"/whep/{Room}");
        await PlaysAsync(tv);

        await studio.Page.EvaluateAsync("() => client.destroy()");
        await Expect(bob.Tile(studio.Id)).ToHaveCountAsync(0);
        (await tv.Page.EvaluateAsync<int>("async token => (await fetch(session, { headers: { Authorization: `Bearer ${token}` } })).status", await TokenAsync(tv)))
            .ShouldBe(404);
    }

    [Fact]
    public async Task A_player_watches_who_is_on_stage_by_live()
    {
        var alice = await HostAsync("alice");
        var bob = await WatchAsync("bob");
        await ComesOnStageAsync(bob, alice);

        var tv = await PlayAsync($"/whep/{Room}?user={bob.Id}");

        await PlaysAsync(tv);
    }

    [Fact]
    public async Task A_WHIP_client_restarts_ICE_and_those_who_watch_notice_nothing()
    {
        var studio = await PublishAsync(noTrickleIce: true);
        var bob = await WatchAsync("bob");
        await AllSeeAsync([bob], studio);
        await KeepConnectionAsync(bob, studio);

        await studio.Page.EvaluateAsync(Restart, await TokenAsync(studio));

        await AllSeeAsync([bob], studio);
        await IsSameConnectionAsync(bob, studio);
    }

    /// <summary>Somebody whose page does nothing by itself, and publishes into the room, which is made for it.</summary>
    private async Task<Person> PublishAsync(bool noTrickleIce)
    {
        var studio = await OpenBesideAsync("studio", "protocol=live");
        await studio.Page.EvaluateAsync(MakeRoom, new { rid = Room, publisher = studio.Id, key = DemoServer.AdminKey });
        await WhipPackage.RunAsync(studio, Publish, new { rid = Room, token = await TokenAsync(studio), noTrickleIce });
        await studio.Page.WaitForFunctionAsync("() => client.peer.connectionState === 'connected'");
        return studio;
    }

    private async Task<Person> PlayAsync(string path)
    {
        var tv = await OpenBesideAsync("tv", "protocol=live");
        await tv.Page.EvaluateAsync(Play, new { path, token = await TokenAsync(tv) });
        return tv;
    }

    private static async Task PlaysAsync(Person tv)
    {
        foreach (var kind in new[] { "audio", "video" })
        {
            var (last, rises) = (0, 0);
            await Eventually.TrueAsync($"{tv.Name} plays {kind}", async () =>
            {
                var now = await tv.Page.EvaluateAsync<int>(Played, kind);
                if (now > last) rises++;
                last = now;
                return rises >= 3;
            });
        }
    }

    private static Task<string> TokenAsync(Person person) => person.Page.EvaluateAsync<string>(TokenOf, person.Id);
}
