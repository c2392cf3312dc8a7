using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Parley.Browser.Hosting;

/// <summary>Somebody at the demo page, in a browser profile of their own.</summary>
public sealed class Person : IAsyncDisposable
{
    /// <summary>Keeps the states that the page and its tiles have gone through, as they may pass quickly.</summary>
    private const string RememberStates = """
        globalThis.states = { page: [] };
        new MutationObserver(records => {
          for (const { target } of records) {
            const { peer = 'page', state } = target.dataset;
            if (target === document.body || target.matches('.tile')) (states[peer] ??= []).push(state);
          }
        }).observe(document, { subtree: true, attributeFilter: ['data-state'] });
        """;

    /// <summary>Has the camera give a small picture: it is encoded and decoded in software for everybody who sees it.</summary>
    private const string SmallCamera = """
        if (navigator.mediaDevices) {
          const open = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
          navigator.mediaDevices.getUserMedia = ({ video, ...rest }) =>
            open(video ? { ...rest, video: { ...(video === true ? {} : video), width: 320, height: 180 } } : rest);
        }
        """;

    private const string AllStates = """
        () => JSON.stringify({
          states,
          calls: [...parley.calls?.active.values() ?? []].map(({ peer, state, pc }) => ({
            peer, state,
            signaling: pc?.signalingState, gathering: pc?.iceGatheringState, ice: pc?.iceConnectionState,
            local: pc?.localDescription, remote: pc?.remoteDescription,
          })),
        }, null, 1)
        """;

    private readonly IBrowserContext context;
    private readonly ConcurrentQueue<string> console = new();
    private readonly ConcurrentQueue<string> faults = new();

    private Person(string name, IBrowserContext context, IPage page)
    {
        Name = Id = name;
        this.context = context;
        Page = page;
        page.Console += (_, message) => console.Enqueue($"{message.Type}: {message.Text}");
        page.Console += (_, message) => Note(message.Type == "error" && message.Text.StartsWith("call with", StringComparison.Ordinal), message.Text);
        page.PageError += (_, error) => Note(true, error);
    }

    public string Name { get; }

    /// <summary>What the others know this person by: the name, but for guests, whose ids are the server's.</summary>
    public string Id { get; private set; }

    public IPage Page { get; }

    /// <summary>What the page should not have had to say: uncaught errors, and negotiations that failed.</summary>
    public IEnumerable<string> Faults => faults;

    public ILocator Body => Page.Locator("body");

    public ILocator State => Page.Locator("#state");

    public ILocator Notice => Page.Locator("#notice");

    public ILocator Ring => Page.Locator("#ring");

    internal static async Task<Person> OpenAsync(IBrowser browser, string name, string address)
    {
        var context = await browser.NewContextAsync();
        context.SetDefaultTimeout((float)Eventually.Patience.TotalMilliseconds);
        await context.AddInitScriptAsync(RememberStates);
        await context.AddInitScriptAsync(SmallCamera);
        var person = new Person(name, context, await context.NewPageAsync());
        await person.Page.GotoAsync(address, new() { WaitUntil = WaitUntilState.DOMContentLoaded }); // its modules have run then
        return person;
    }

    public Task ClickAsync(string id) => Page.ClickAsync($"#{id}");

    public ILocator Tile(string peer) => Page.Locator($"#remotes .tile[data-peer='{peer}']");

    public ILocator Route(string peer) => Page.Locator($"#route section[data-peer='{peer}']");

    /// <summary>Waits until the page is in a state: idle, connecting, ready, calling, ringing, incall, ended, error.</summary>
    public Task IsAsync(string state) => Expect(Body).ToHaveAttributeAsync("data-state", state);

    public Task ReadsAsync(string words) => Expect(State).ToContainTextAsync(words);

    /// <summary>Waits until the other's tile has been in a state, perhaps only for a moment.</summary>
    public Task HasSeenAsync(Person other, string state) => Page.WaitForFunctionAsync(
        "([peer, state]) => states[peer]?.includes(state)", new[] { other.Id, state });

    public Task ForgetsStatesAsync() => Page.EvaluateAsync("() => { states = { page: [] } }");

    /// <summary>Waits until the other's video is there and goes on: frames come out of the decoder, and the page says so.</summary>
    /// <param name="other">Whose.</param>
    /// <param name="local">The type of candidate that it has to come through on this side.</param>
    /// <param name="remote">The same on the other side, as this page sees it.</param>
    public async Task SeesAsync(Person other, string local = "host", string remote = "host|prflx")
    {
        await IsAsync("incall");
        await Expect(Tile(other.Id)).ToHaveAttributeAsync("data-state", "connected");
        await Expect(Tile(other.Id)).ToHaveAttributeAsync("data-video", "on");
        await RisesAsync($"{Name} decodes frames of {other.Name}", () => DecodedAsync(other.Id), times: 3);
        await RisesAsync($"{Name}'s page shows frames of {other.Name}", () => ShownAsync(other.Id), times: 1);
        await Expect(Route(other.Id)).ToHaveAttributeAsync("data-local", local);
        await Expect(Route(other.Id)).ToHaveAttributeAsync("data-remote", new Regex($"^({remote})$"));
    }

    /// <summary>No frame of the other's has come out of the decoder.</summary>
    public async Task DecodesNothingOfAsync(Person other) => (await DecodedAsync(other.Id)).ShouldBe(0);

    /// <summary>Asks the page for the id that the server has given it.</summary>
    public async Task LearnIdAsync() => Id = await Page.EvaluateAsync<string>("() => parley.session.self");

    /// <summary>The socket is gone, and the server has had no goodbye.</summary>
    public Task DropsConnectionAsync() => Page.EvaluateAsync("() => parley.session.connection.drop()");

    /// <summary>The page's process dies: its sockets are cut, and it can say nothing to anybody.</summary>
    public async Task CrashesAsync()
    {
        var crashed = new TaskCompletionSource();
        Page.Crash += (_, _) => crashed.TrySetResult();
        var devTools = await context.NewCDPSessionAsync(Page);
        _ = devTools.SendAsync("Page.crash"); // which is never answered
        await crashed.Task.WaitAsync(Eventually.Patience);
    }

    /// <summary>Leaves what a person needs who wants to know why a test failed.</summary>
    public async Task SaveEvidenceAsync(string path)
    {
        await File.WriteAllLinesAsync($"{path}.console.log", console);
        try
        {
            await Page.ScreenshotAsync(new() { Path = $"{path}.png", FullPage = true, Timeout = 5000 });
            await File.WriteAllTextAsync($"{path}.states.json", await Page.EvaluateAsync<string>(AllStates));
            await File.WriteAllTextAsync($"{path}.messages.log", await Page.EvaluateAsync<string>(
                "() => [...document.querySelectorAll('#log-entries summary')].map(line => line.textContent).reverse().join('\\n')"));
        }
        catch (PlaywrightException fault)
        {
            await File.AppendAllTextAsync($"{path}.console.log", $"No picture of the page: {fault.Message}");
        }
    }

    public ValueTask DisposeAsync() => context.DisposeAsync();

    private void Note(bool isFault, string text)
    {
        if (isFault) faults.Enqueue($"{Name}: {text}");
    }

    private Task<int> DecodedAsync(string peer) => Page.EvaluateAsync<int>(
        """
        async peer => {
          const reports = [...(await parley.calls.active.get(peer)?.pc?.getStats() ?? new Map()).values()];
          return reports.find(({ type, kind }) => type === 'inbound-rtp' && kind === 'video')?.framesDecoded ?? 0;
        }
        """,
        peer);

    private Task<int> ShownAsync(string peer) => Page.EvaluateAsync<int>(
        "peer => Number(document.querySelector(`#route section[data-peer='${peer}']`)?.dataset.frames ?? 0)", peer);

    /// <summary>From whatever was last read, as it may fall too: a call begun anew counts from nothing.</summary>
    private static async Task RisesAsync(string what, Func<Task<int>> read, int times)
    {
        var (last, rises) = (await read(), 0);
        await Eventually.TrueAsync(what, async () =>
        {
            var now = await read();
            if (now > last) rises++;
            last = now;
            return rises >= times;
        });
    }
}
