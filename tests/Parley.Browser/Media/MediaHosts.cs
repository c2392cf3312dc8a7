using Microsoft.Playwright;
using Parley.Browser.Hosting;
using Parley.Browser.Networks;

namespace Parley.Browser.Media;

/// <summary>
/// Two hosts with a cable between them, as Janus offers no media by loopback:
/// <code>
///   people 10.3.0.2 ── 10.3.0.1 media
///   a browser                   Janus
/// </code>
/// </summary>
[CollectionDefinition(nameof(MediaHosts))]
public sealed class MediaHosts(Chromium chromium) : ICollectionFixture<MediaHosts>, IAsyncLifetime
{
    /// <summary>Janus's, for media.</summary>
    public const string Address = "10.3.0.1";

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("parley-media-");
    private NetworkNamespace? media, people;
    private IBrowser? browser;

    /// <summary>Where Janus runs.</summary>
    public NetworkNamespace Media => media ?? throw new InvalidOperationException("It has not been started yet.");

    /// <summary>Where those are who publish and watch.</summary>
    public NetworkNamespace People => people ?? throw new InvalidOperationException("It has not been started yet.");

    /// <summary>Theirs.</summary>
    public IBrowser Browser => browser ?? throw new InvalidOperationException("It has not been started yet.");

    public async ValueTask InitializeAsync()
    {
        Reaper.Shared.Watch(folder);
        media = await NetworkNamespace.CreateAsync();
        people = await NetworkNamespace.CreateAsync();
        await people.ConnectAsync(media, "10.3.0.2/24", $"{Address}/24");
        await people.SendAllThroughAsync(Address);
        browser = await chromium.LaunchOnAsync(people, folder, BrowserMediaClient.Origin);
    }

    public async ValueTask DisposeAsync()
    {
        if (browser is not null) await browser.DisposeAsync();
        if (people is not null) await people.DisposeAsync();
        if (media is not null) await media.DisposeAsync();
        folder.Delete(recursive: true);
        Reaper.Shared.Forget(folder);
    }
}
