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
    protected async Task<Person> HostAsync(ParleyProcess at, string name, string channel = "m2m", string query = "")
    {
        var host = await EnterAsync(at, name, channel, $"&part=host{query}");
        await host.IsAsync("incall");
        return host;
    }

    /// <summary>Comes in to watch.</summary>
    protected Task<Person> WatchAsync(ParleyProcess at, string name, string channel = "m2m") => EnterAsync(at, name, channel, "");

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

    private async Task<Person> EnterAsync(ParleyProcess at, string name, string channel, string query) =>
        await OpenAsync(Id(name), $"protocol=live&room={Room}&channel={channel}&auto=1{query}", at, Media.Browser);
}
