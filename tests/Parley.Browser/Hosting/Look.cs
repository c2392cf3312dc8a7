using Microsoft.Playwright;

namespace Parley.Browser.Hosting;

/// <summary>Pictures for people to look at, in artifacts/browser/looks, and a check of what needs no eyes.</summary>
internal static class Look
{
    private static readonly ViewportSize Desktop = new() { Width = 1280, Height = 800 };
    private static readonly ViewportSize Phone = new() { Width = 360, Height = 740 };

    /// <summary>Takes the page on a desktop and on a phone, light and dark, and fails if it scrolls sideways.</summary>
    public static async Task AtAsync(Person person, string name)
    {
        var folder = Directory.CreateDirectory(Path.Combine(Built.Artifacts, "looks")).FullName;
        foreach (var (window, label) in ((ViewportSize, string)[])[(Phone, "phone"), (Desktop, "desktop")])
        {
            await person.Page.SetViewportSizeAsync(window.Width, window.Height);
            foreach (var colors in (ColorScheme[])[ColorScheme.Dark, ColorScheme.Light])
            {
                await person.Page.EmulateMediaAsync(new() { ColorScheme = colors });
                var path = Path.Combine(folder, $"{name}-{label}-{colors}.png".ToLowerInvariant());
                // A dialog's backdrop covers what is in sight, and no more.
                await person.Page.ScreenshotAsync(new() { Path = path, FullPage = !await person.Ring.IsVisibleAsync() });
            }

            var width = await person.Page.EvaluateAsync<int>("() => document.documentElement.scrollWidth");
            width.ShouldBeLessThanOrEqualTo(window.Width, $"{name} scrolls sideways in a window of {window.Width} px");
        }
    }
}
