using Parley.Browser.Hosting;
using static Microsoft.Playwright.Assertions;

namespace Parley.Browser.Live;

/// <summary>A room of the office goes to the media server when it fills, and comes back: nobody loses anybody meanwhile.</summary>
[Collection(nameof(MediaHost))]
public sealed class OfficeOnMediaServer(Chromium chromium, DemoServer server, MediaHost media) : LiveTests(chromium, server, media)
{
    private const string IsOnSfu = "id => parley.calls?.active.get(id)?.publisher !== undefined";

    /// <summary>People who walk in without camera or microphone, by the browser client alone.</summary>
    internal const string Crowd = """
        async count => {
          const { WorldClient } = await import('/client/world.js');
          globalThis.crowd = [];
          for (let i = 0; i < count; i++) {
            const { token } = await (await fetch(`/demo/session?user=crowd-${i}&room=lobby`)).json();
            const client = new WorldClient({ url: location.origin, worldId: 'office', token });
            crowd.push(client);
            await client.connect();
          }
        }
        """;

    /// <summary>The longest time between two frames that somebody's tile showed, in milliseconds, from now on.</summary>
    private const string MeasureGaps = """
        id => {
          const video = document.querySelector(`#remotes .tile[data-peer='${id}'] video`);
          globalThis.gaps = { longest: 0, frames: 0 };
          let last = performance.now();
          const next = now => {
            gaps.longest = Math.max(gaps.longest, now - last);
            gaps.frames++;
            last = now;
            video.requestVideoFrameCallback(next);
          };
          video.requestVideoFrameCallback(next);
        }
        """;

    [Fact]
    public async Task It_goes_there_with_whoever_is_in_it_and_comes_back_when_it_empties()
    {
        await using var parley = await Media.StartParleyAsync(
            [Media.Janus], ("Parley:World:OpenAreaSfuAbove", "4"), ("Parley:World:TopologyHold", "3s"));
        var (ada, ben) = (await EnterOfficeAsync(parley, "ada"), await EnterOfficeAsync(parley, "ben"));
        await SeeEachOtherAsync(ada, ben);
        await ada.Page.EvaluateAsync(MeasureGaps, ben.Id);
        await ben.Page.EvaluateAsync(MeasureGaps, ada.Id);
        var crowd = await OpenBesideAsync("crowd", "protocol=direct", parley);

        await crowd.Page.EvaluateAsync(Crowd, 3);
        await Task.WhenAll(ComesByAsync(ada, ben, onSfu: true), ComesByAsync(ben, ada, onSfu: true));
        await Expect(ada.Page.Locator("#office-topology")).ToHaveTextAsync("through a media server");
        await AllSeeAsync([ada, ben], ada, ben);
        await RestsAsync(ada, ben);
        await NobodyWasLostAsync(ada, ben);
        await NobodyWasLostAsync(ben, ada);
        await Look.AtAsync(ada, "office-on-media-server");

        await crowd.Page.EvaluateAsync("() => crowd.forEach(client => client.disconnect())");
        await Task.WhenAll(ComesByAsync(ada, ben, onSfu: false), ComesByAsync(ben, ada, onSfu: false));
        await Expect(ada.Page.Locator("#office-topology")).ToHaveTextAsync("peer to peer");
        await SeeEachOtherAsync(ada, ben);
        await ReportGapsAsync(ada, ben);
    }

    [Fact]
    public async Task Who_comes_later_is_seen_through_it_from_the_beginning()
    {
        await using var parley = await Media.StartParleyAsync([Media.Janus], ("Parley:World:OpenAreaSfuAbove", "1"));
        var (ada, ben) = (await EnterOfficeAsync(parley, "ada"), await EnterOfficeAsync(parley, "ben"));
        await Task.WhenAll(ComesByAsync(ada, ben, onSfu: true), ComesByAsync(ben, ada, onSfu: true));

        var cleo = await EnterOfficeAsync(parley, "cleo");

        await AllSeeAsync([ada, ben, cleo], ada, ben, cleo);
        foreach (var other in (Person[])[ada, ben]) (await cleo.Page.EvaluateAsync<bool>(IsOnSfu, other.Id)).ShouldBeTrue();
    }

    [Fact]
    public async Task When_the_media_server_dies_people_hear_and_see_each_other_without_it()
    {
        await using var janus = await Media.StartJanusAsync();
        await using var parley = await Media.StartParleyAsync([janus], ("Parley:World:OpenAreaSfuAbove", "1"));
        var (ada, ben) = (await EnterOfficeAsync(parley, "ada"), await EnterOfficeAsync(parley, "ben"));
        await Task.WhenAll(ComesByAsync(ada, ben, onSfu: true), ComesByAsync(ben, ada, onSfu: true));
        await RestsAsync(ada, ben);

        await janus.KillAsync();

        await Expect(ada.Page.Locator("#office-topology")).ToHaveTextAsync("peer to peer");
        await SeeEachOtherAsync(ada, ben);
    }

    private async Task<Person> EnterOfficeAsync(ParleyProcess at, string name)
    {
        var person = await OpenBesideAsync(name, "protocol=world&auto=1", at);
        await Expect(person.Page.Locator("#people-place")).ToHaveTextAsync("In Lobby");
        return person;
    }

    private static Task ComesByAsync(Person person, Person other, bool onSfu) => Eventually.TrueAsync(
        $"{other.Name} comes to {person.Name} {(onSfu ? "through the media server" : "directly")}",
        async () => await person.Page.EvaluateAsync<bool>(IsOnSfu, other.Id) == onSfu);

    /// <summary>The calls of before end when the media server has taken over.</summary>
    private static Task RestsAsync(Person person, Person other) => Eventually.TrueAsync(
        $"{person.Name}'s call with {other.Name} rests",
        () => person.Page.EvaluateAsync<bool>("id => !parley.calls.worldMedia.mesh.calls.has(id)", other.Id));

    /// <summary>From the first picture on, the tile was there and connected, whatever carried it.</summary>
    private static async Task NobodyWasLostAsync(Person person, Person other)
    {
        var states = await person.Page.EvaluateAsync<string[]>("id => states[id] ?? []", other.Id);
        states.SkipWhile(state => state != "connected").Distinct().ShouldBe(["connected"]);
        await ReportGapsAsync(person, other);
    }

    /// <summary>For people who read the test's output: times are not asserted.</summary>
    private static async Task ReportGapsAsync(Person person, Person other) => TestContext.Current.TestOutputHelper?.WriteLine(
        $"{person.Name}'s picture of {other.Name}: {await person.Page.EvaluateAsync<string>("() => JSON.stringify(globalThis.gaps ?? null)")}");
}
