using Parley.Browser.Hosting;
using static Microsoft.Playwright.Assertions;

namespace Parley.Browser.Live;

/// <summary>What a test in a live room needs.</summary>
public abstract class LiveTests(Chromium chromium, DemoServer server, MediaHost media) : BrowserTests(chromium, server)
{
    private const string Packets = """
        async ([peer, kind]) => {
          const reports = [...(await parley.calls?.active.get(peer)?.pc?.getStats() ?? new Map()).values()];
          return reports.find(report => report.type === 'inbound-rtp' && report.kind === kind)?.packetsReceived ?? 0;
        }
        """;

    protected MediaHost Media { get; } = media;

    /// <summary>Opens the room, and is on its stage.</summary>
    /// <param name="name">Who.</param>
    /// <param name="channel">The kind of room.</param>
    /// <param name="query">Fills the page's form.</param>
    /// <param name="at">The server; otherwise the one that tests share.</param>
    protected async Task<Person> HostAsync(string name, string channel = "m2m", string query = "", ParleyProcess? at = null)
    {
        var host = await EnterAsync(name, channel, $"&part=host{query}", at);
        await host.IsAsync("incall");
        return host;
    }

    /// <summary>Comes in to watch.</summary>
    protected Task<Person> WatchAsync(string name, string channel = "m2m", ParleyProcess? at = null) => EnterAsync(name, channel, "", at);

    /// <summary>Alice is on stage, and bob watches and sees her.</summary>
    protected async Task<(Person Alice, Person Bob)> OneOnStageAsync(ParleyProcess? at = null)
    {
        var alice = await HostAsync("alice", at: at);
        var bob = await WatchAsync("bob", at: at);
        await AllSeeAsync([bob], alice);
        return (alice, bob);
    }

    /// <summary>Alice and bob are on stage, and carol watches.</summary>
    protected async Task<(Person Alice, Person Bob, Person Carol)> TwoOnStageAsync(ParleyProcess? at = null)
    {
        var alice = await HostAsync("alice", at: at);
        var bob = await WatchAsync("bob", at: at);
        var carol = await WatchAsync("carol", at: at);
        await ComesOnStageAsync(bob, alice);
        return (alice, bob, carol);
    }

    /// <summary>Raises a hand, is accepted, and is on stage.</summary>
    protected static async Task ComesOnStageAsync(Person viewer, Person host)
    {
        await viewer.ClickAsync("hand");
        await Answer(host, viewer, "accept").ClickAsync();
        await IsOnStageAsync(viewer);
    }

    protected static Microsoft.Playwright.ILocator Answer(Person host, Person viewer, string action) =>
        host.Page.Locator($"#live-hands-list li[data-user='{viewer.Id}'] button[data-action='{action}']");

    protected static Task IsOnStageAsync(Person person) => Expect(person.Page.Locator("#live-part")).ToHaveTextAsync("You are on stage.");

    /// <summary>Everybody sees all publishers but themselves.</summary>
    protected static Task AllSeeAsync(Person[] all, params Person[] publishers) =>
        Task.WhenAll(from one in all from other in publishers where one != other select one.SeesAsync(other, remote: "host"));

    /// <summary>Packets of somebody's sound come, and go on coming.</summary>
    protected static async Task HearsAsync(Person person, Person other)
    {
        var (last, rises) = (0, 0);
        await Eventually.TrueAsync($"{person.Name} hears {other.Name}", async () =>
        {
            var now = await person.Page.EvaluateAsync<int>(Packets, new[] { other.Id, "audio" });
            if (now > last) rises++;
            last = now;
            return rises >= 3;
        });
    }

    /// <summary>Keeps the connection by which somebody's media comes.</summary>
    protected static Task KeepConnectionAsync(Person person, Person publisher) =>
        person.Page.EvaluateAsync("id => { globalThis.kept = parley.calls.active.get(id).pc }", publisher.Id);

    /// <summary>It comes by the connection that was kept.</summary>
    protected static async Task IsSameConnectionAsync(Person person, Person publisher) =>
        (await person.Page.EvaluateAsync<bool>("id => parley.calls.active.get(id).pc === kept", publisher.Id)).ShouldBeTrue();

    /// <summary>Opens the page on the browser beside the media server.</summary>
    protected Task<Person> OpenBesideAsync(string name, string query, ParleyProcess? at = null) =>
        OpenAsync(Id(name), query, at ?? Media.Parley, Media.Browser);

    private Task<Person> EnterAsync(string name, string channel, string query, ParleyProcess? at) =>
        OpenBesideAsync(name, $"protocol=live&room={Room}&channel={channel}&auto=1{query}", at);
}
