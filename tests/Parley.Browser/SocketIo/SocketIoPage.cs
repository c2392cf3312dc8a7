using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.Playwright;
using Parley.Browser.Hosting;

namespace Parley.Browser.SocketIo;

/// <summary>A page with an official client in it, in a browser profile of its own.</summary>
internal sealed class SocketIoPage : IAsyncDisposable
{
    /// <summary>In every page: a promise of the next time that something is emitted, as an array of its arguments.</summary>
    private const string Heard = "globalThis.heard = (on, name) => new Promise(done => on.once(name, (...args) => done(args)));";

    private readonly IBrowserContext context;
    private readonly IPage page;
    private readonly ConcurrentQueue<string> polls = new();
    private readonly ConcurrentQueue<string> webSockets = new();
    private readonly ConcurrentQueue<string> faults = new();

    private SocketIoPage(IBrowserContext context, IPage page)
    {
        (this.context, this.page) = (context, page);
        page.Request += (_, request) =>
        {
            if (request.Url.Contains("transport=polling", StringComparison.Ordinal)) polls.Enqueue(request.Url);
        };
        page.WebSocket += (_, socket) => webSockets.Enqueue(socket.Url);
        page.PageError += (_, error) => faults.Enqueue(error);
    }

    /// <summary>How many requests it polled and posted with.</summary>
    public int Polls => polls.Count;

    /// <summary>How many WebSockets it has opened.</summary>
    public int WebSockets => webSockets.Count;

    /// <param name="chromium">The browser.</param>
    /// <param name="version">Of the client.</param>
    /// <param name="app">Where the page comes from; its server is the one that <c>io()</c> connects to.</param>
    public static async Task<SocketIoPage> OpenAsync(Chromium chromium, string version, SocketIoApp app)
    {
        var context = await chromium.Browser.NewContextAsync();
        context.SetDefaultTimeout((float)Eventually.Patience.TotalMilliseconds);
        await context.AddInitScriptAsync(Heard);
        var opened = new SocketIoPage(context, await context.NewPageAsync());
        await opened.page.GotoAsync($"{app.Address}/page/{version}");
        return opened;
    }

    /// <summary>Runs a function in the page, and reads what it or its promise gives.</summary>
    public async Task<JsonElement> RunAsync(string function, object? argument = null)
    {
        // As text, so that it arrives as the page has it.
        var json = await page.EvaluateAsync<string>($"async given => JSON.stringify(await ({function})(given) ?? null)", argument);
        using var document = JsonDocument.Parse(json);
        return document.RootElement.Clone();
    }

    /// <summary>Waits until a function in the page gives something true.</summary>
    public Task IsTrueAsync(string function, object? argument = null) => page.WaitForFunctionAsync(function, argument);

    public async ValueTask DisposeAsync()
    {
        await context.DisposeAsync();
        if (TestContext.Current.TestState?.Result != TestResult.Failed) faults.ShouldBeEmpty();
    }
}
