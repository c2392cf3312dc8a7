using Microsoft.Playwright;
using Parley.Browser.Hosting;

namespace Parley.Browser.Pages;

/// <summary>Holds calls to be looked at, in artifacts/browser/looks, and checks what needs no eyes: nothing is cut off.</summary>
public sealed class Looks(Chromium chromium, DemoServer server) : BrowserTests(chromium, server)
{
    private static readonly ViewportSize Desktop = new() { Width = 1280, Height = 800 };
    private static readonly ViewportSize Phone = new() { Width = 360, Height = 740 };

    [Theory]
    [InlineData("direct", ColorScheme.Light), InlineData("direct", ColorScheme.Dark)]
    [InlineData("chatroom", ColorScheme.Light), InlineData("chatroom", ColorScheme.Dark)]
    public async Task A_call_fits_a_desktop_and_a_phone(string protocol, ColorScheme colors)
    {
        var (alice, _) = await CallAsync(protocol, options: new() { ColorScheme = colors });

        await LookAsync(alice, $"{protocol}-call-{colors}");
    }

    [Theory, InlineData(ColorScheme.Light), InlineData(ColorScheme.Dark)]
    public async Task What_comes_before_and_after_a_call_fits_too(ColorScheme colors)
    {
        BrowserNewContextOptions options = new() { ColorScheme = colors };
        var alice = await OpenAsync(Id("alice"), $"protocol=direct&to={Id("bob")}", options: options);
        await LookAsync(alice, $"idle-{colors}");
        await alice.ClickAsync("connect");
        await alice.IsAsync("ready");
        await LookAsync(alice, $"ready-{colors}");

        var bob = await RegisterAsync("bob", "alice");
        await bob.ClickAsync("call");
        await alice.IsAsync("ringing");
        await LookAsync(alice, $"ringing-{colors}");
        await alice.ClickAsync("decline");
        await alice.IsAsync("ended");
        await alice.Page.ClickAsync("#log > summary");
        await alice.Page.ClickAsync("#log-entries summary >> nth=0");
        await LookAsync(alice, $"ended-with-log-{colors}");
    }

    private static async Task LookAsync(Person person, string name)
    {
        var folder = Directory.CreateDirectory(Path.Combine(Built.Artifacts, "looks")).FullName;
        foreach (var (window, label) in ((ViewportSize, string)[])[(Desktop, "desktop"), (Phone, "phone")])
        {
            await person.Page.SetViewportSizeAsync(window.Width, window.Height);
            await person.Page.ScreenshotAsync(new() { Path = Path.Combine(folder, $"{name}-{label}.png"), FullPage = true });
            var width = await person.Page.EvaluateAsync<int>("() => document.documentElement.scrollWidth");
            width.ShouldBeLessThanOrEqualTo(window.Width, $"{name} scrolls sideways in a window of {window.Width} px");
        }
    }
}
