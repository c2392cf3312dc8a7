using Microsoft.Playwright;
using Parley.Browser.Networks;

namespace Parley.Browser.Hosting;

/// <summary>
/// The operating system's Chromium, with a camera and a microphone that are not real and need no permission. Playwright
/// brings its own driver, and is never asked to download a browser.
/// </summary>
public sealed class Chromium : IAsyncLifetime
{
    private const string FakeUi = "--use-fake-ui-for-media-stream";

    /// <summary>
    /// From Debian's chromium-headless-shell: the same engine at half the cost, as the whole browser has a window for every
    /// page, which nobody sees, with processes for its tabs and menus. What it lacks is who asks the user, and what comes of
    /// the answer: origins that count as secure, and addresses that only those who may use a camera get to know.
    /// </summary>
    private const string WithoutWindows = "/usr/lib/chromium/chromium-headless-shell";

    private static readonly string[] Flags =
    [
        // A slow camera, as a picture is encoded and decoded in software for everybody who sees it.
        "--use-fake-device-for-media-stream=fps=10",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--disable-background-networking",
        // Besides the addresses that would be hidden: processes in reserve, for pages and menus that nobody opens.
        "--disable-features=WebRtcHideLocalIpsWithMdns,SpareRendererForSitePerProcess,PreloadTopChromeWebUI,MediaRouter,OptimizationHints",
    ];

    private IPlaywright? playwright;
    private IBrowser? browser;

    /// <summary>The one that most tests share.</summary>
    public IBrowser Browser => browser ?? throw new InvalidOperationException("It has not been started yet.");

    private static string? Chosen => Environment.GetEnvironmentVariable("CHROMIUM") is { Length: > 0 } path ? path : null;

    private static string Whole => Chosen ?? "/usr/bin/chromium";

    public async ValueTask InitializeAsync()
    {
        Environment.SetEnvironmentVariable("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1");
        Assertions.SetDefaultExpectTimeout((float)Eventually.Patience.TotalMilliseconds);
        playwright = await Playwright.CreateAsync();
        browser = await LaunchAsync(Chosen ?? (File.Exists(WithoutWindows) ? WithoutWindows : Whole), FakeUi);
    }

    /// <summary>Another one, whose user forbids camera and microphone.</summary>
    public Task<IBrowser> LaunchDenyingMediaAsync() => LaunchAsync(Whole, $"{FakeUi}=deny");

    /// <summary>One on another host.</summary>
    /// <param name="host">Where. Playwright still speaks to it, as that goes through a pipe.</param>
    /// <param name="folder">Gets a script that starts it there.</param>
    /// <param name="origins">Whose pages get camera and microphone, though they come over plain HTTP.</param>
    public async Task<IBrowser> LaunchOnAsync(NetworkNamespace host, DirectoryInfo folder, params string[] origins)
    {
        var script = Path.Combine(folder.FullName, $"chromium-{Guid.NewGuid():N}");
        await File.WriteAllTextAsync(script, $"#!/bin/sh\nexec nsenter --net={host.Path} -- {Whole} \"$@\"\n");
        File.SetUnixFileMode(script, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        return await playwright!.Chromium.LaunchAsync(new()
        {
            ExecutablePath = script,
            // The certificate of the TURN server there is the tests' own.
            Args = [.. Flags, FakeUi, "--ignore-certificate-errors", $"--unsafely-treat-insecure-origin-as-secure={string.Join(',', origins)}"],
        });
    }

    public async ValueTask DisposeAsync()
    {
        if (browser is not null) await browser.DisposeAsync();
        playwright?.Dispose();
    }

    private Task<IBrowser> LaunchAsync(string executable, string more) =>
        playwright!.Chromium.LaunchAsync(new() { ExecutablePath = executable, Args = [.. Flags, more] });
}
