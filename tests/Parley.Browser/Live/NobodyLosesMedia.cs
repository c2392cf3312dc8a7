using Parley.Browser.Hosting;
using Parley.Browser.Media;

namespace Parley.Browser.Live;

/// <summary>
/// How long anybody is without picture or sound: 1 s at the most while a zone goes to the media server and comes back, 5 s
/// when a media server dies. Pages look twenty times a second, and the looks that find nothing new are counted rather than
/// the time: a machine that is busy with other things looks less often as well.
/// </summary>
[Collection(nameof(MediaHost))]
public sealed class NobodyLosesMedia(Chromium chromium, DemoServer server, MediaHost media) : OfficeTests(chromium, server, media)
{
    private const int LooksASecond = 20;

    /// <summary>
    /// Counts, from now on, the most looks in a row at somebody's tile that found no frame presented since the one before, and
    /// no sound played.
    /// </summary>
    private const string LookAt = """
        peer => {
          const video = document.querySelector(`#remotes .tile[data-peer='${peer}'] video`);
          let frames = 0;
          const count = () => (frames++, video.requestVideoFrameCallback(count));
          video.requestVideoFrameCallback(count);
          const sound = () => (parley.calls.active.get(peer)?.pc?.getReceivers() ?? [])
            .filter(({ track }) => track.kind === 'audio')
            .map(receiver => receiver.getSynchronizationSources().map(({ source, rtpTimestamp }) => [source, rtpTimestamp]))
            .join();
          const last = { picture: frames, sound: sound() };
          const row = { picture: 0, sound: 0 };
          globalThis.most = { picture: 0, sound: 0, looks: 0 };
          setInterval(() => {
            const now = { picture: frames, sound: sound() };
            most.looks++;
            for (const kind of ['picture', 'sound']) {
              row[kind] = now[kind] === last[kind] || now[kind] === '' ? row[kind] + 1 : 0;
              most[kind] = Math.max(most[kind], row[kind]);
            }
            Object.assign(last, now);
          }, 50);
        }
        """;

    /// <summary>Counts, from now on, the looks until the page publishes by another connection.</summary>
    private const string LookForAnother = """
        () => {
          const { pc } = parley.calls.room.uplink;
          globalThis.looks = 0;
          globalThis.before = pc;
          const timer = setInterval(() => {
            const { uplink } = parley.calls.room;
            if (uplink && uplink.pc !== pc && uplink.state === 'connected') clearInterval(timer);
            else globalThis.looks++;
          }, 50);
        }
        """;

    [Fact]
    public async Task For_longer_than_1_s_when_a_zone_goes_to_the_media_server_and_comes_back()
    {
        await using var janus = await Media.StartJanusAsync();
        await using var parley = await Media.StartParleyAsync(
            [janus], ("Parley:World:OpenAreaSfuAbove", "4"), ("Parley:World:TopologyHold", "3s"));
        var (ada, ben) = (await EnterOfficeAsync(parley, "ada"), await EnterOfficeAsync(parley, "ben"));
        await SeeEachOtherAsync(ada, ben);
        var crowd = await OpenCrowdAsync(parley);
        await CrowdComesAsync(crowd, 2);
        await Task.WhenAll(ada.Page.EvaluateAsync(LookAt, ben.Id), ben.Page.EvaluateAsync(LookAt, ada.Id));

        await CrowdComesAsync(crowd, 1);
        await Task.WhenAll(ComesByAsync(ada, ben, onSfu: true), ComesByAsync(ben, ada, onSfu: true));
        await Task.WhenAll(RestsAsync(ada, ben), RestsAsync(ben, ada));
        await TopologyIsAsync(ada, "through a media server");
        await NothingWasLostAsync("promotion", LooksASecond, (ada, ben), (ben, ada));
        await TilesStayedAsync((ada, ben), (ben, ada));
        await Look.AtAsync(ada, "office-on-media-server");

        await CrowdLeavesAsync(crowd);
        await Task.WhenAll(ComesByAsync(ada, ben, onSfu: false), ComesByAsync(ben, ada, onSfu: false));
        await Task.WhenAll(LeavesSfuAsync(ada), LeavesSfuAsync(ben));
        await TopologyIsAsync(ada, "peer to peer");
        await SeeEachOtherAsync(ada, ben);
        await NothingWasLostAsync("demotion", LooksASecond, (ada, ben), (ben, ada));
    }

    [Fact]
    public async Task For_longer_than_5_s_when_the_only_media_server_dies()
    {
        await using var janus = await Media.StartJanusAsync();
        await using var parley = await Media.StartParleyAsync([janus], ("Parley:World:OpenAreaSfuAbove", "1"));
        var (ada, ben) = (await EnterOfficeAsync(parley, "ada"), await EnterOfficeAsync(parley, "ben"));
        await Task.WhenAll(ComesByAsync(ada, ben, onSfu: true), ComesByAsync(ben, ada, onSfu: true));
        await Task.WhenAll(RestsAsync(ada, ben), RestsAsync(ben, ada));
        await Task.WhenAll(ada.Page.EvaluateAsync(LookAt, ben.Id), ben.Page.EvaluateAsync(LookAt, ada.Id));

        await janus.KillAsync();

        await Task.WhenAll(ComesByAsync(ada, ben, onSfu: false), ComesByAsync(ben, ada, onSfu: false));
        await TopologyIsAsync(ada, "peer to peer");
        await SeeEachOtherAsync(ada, ben);
        await NothingWasLostAsync("loss of the media server", 5 * LooksASecond, (ada, ben), (ben, ada));
    }

    [Fact]
    public async Task Who_publishes_is_on_another_media_server_within_5_s()
    {
        await using var first = await Media.StartJanusAsync(0);
        await using var second = await Media.StartJanusAsync(1);
        await using var parley = await Media.StartParleyAsync([first, second]);
        var alice = await OpenAsync(Id("alice"), $"protocol=live&room={Room}&channel=m2m&auto=1&part=host", parley, Media.Browser);
        await alice.IsAsync("incall");
        var bob = await OpenAsync(Id("bob"), $"protocol=live&room={Room}&channel=m2m&auto=1", parley, Media.Browser);
        await AllSeeAsync([bob], alice);
        var dying = (await JanusAdmin.CountAsync(first)).Rooms > 0 ? first : second;
        await Task.WhenAll(alice.Page.EvaluateAsync(LookForAnother), bob.Page.EvaluateAsync(LookAt, alice.Id));

        await dying.KillAsync();

        await Eventually.TrueAsync("another uplink is connected", () => alice.Page.EvaluateAsync<bool>(
            "() => parley.calls.room.uplink?.state === 'connected' && parley.calls.room.uplink.pc !== before"));
        (await alice.Page.EvaluateAsync<int>("() => looks")).ShouldBeInRange(1, 5 * LooksASecond);
        await AllSeeAsync([bob], alice);
        Report("bob of alice, the media server dead", await MostAsync(bob));
    }

    private static Task LeavesSfuAsync(Person person) => Eventually.TrueAsync(
        $"{person.Name} leaves the media server", () => person.Page.EvaluateAsync<bool>("() => !parley.calls.worldMedia.sfu.room"));

    private static async Task NothingWasLostAsync(string when, int most, params (Person Person, Person Other)[] pairs)
    {
        foreach (var (person, other) in pairs)
        {
            var found = await MostAsync(person);
            Report($"{person.Name} of {other.Name}, {when}", found);
            found.Looks.ShouldBeGreaterThan(LooksASecond);
            found.Picture.ShouldBeLessThanOrEqualTo(most, $"{person.Name}'s picture of {other.Name} at the {when}");
            found.Sound.ShouldBeLessThanOrEqualTo(most, $"{person.Name}'s sound of {other.Name} at the {when}");
        }
    }

    /// <summary>From the first picture on, the tiles were there and connected, whatever fed them.</summary>
    private static async Task TilesStayedAsync(params (Person Person, Person Other)[] pairs)
    {
        foreach (var (person, other) in pairs)
        {
            var states = await person.Page.EvaluateAsync<string[]>("id => states[id] ?? []", other.Id);
            states.SkipWhile(state => state != "connected").Distinct().ShouldBe(["connected"]);
        }
    }

    /// <summary>For people who read the test's output.</summary>
    private static void Report(string what, Empty found) => TestContext.Current.TestOutputHelper?.WriteLine(
        $"{what}: of {found.Looks} looks at most {found.Picture} in a row without a picture, {found.Sound} without sound");

    private static async Task<Empty> MostAsync(Person person)
    {
        var found = await person.Page.EvaluateAsync<int[]>("() => [most.picture, most.sound, most.looks]");
        return new Empty(found[0], found[1], found[2]);
    }

    private sealed record Empty(int Picture, int Sound, int Looks);
}
