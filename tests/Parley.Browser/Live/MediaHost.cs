using Microsoft.Playwright;
using Parley.Browser.Hosting;
using Parley.Browser.Media;
using Parley.Browser.Networks;

namespace Parley.Browser.Live;

/// <summary>
/// A host with a browser, with a Janus and a Parley for all tests that leave them as they are, and with as many more as a
/// test starts. Janus offers no loopback candidates, so there is a cable to a host where nothing is, and each Janus has an
/// address at this end of it.
/// </summary>
[CollectionDefinition(nameof(MediaHost))]
public sealed class MediaHost(Chromium chromium) : ICollectionFixture<MediaHost>, IAsyncLifetime
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("parley-media-");
    private readonly List<IAsyncDisposable> all = [];
    private int servers;
    private NetworkNamespace? network;
    private IBrowser? browser;
    private JanusProcess? janus;
    private ParleyProcess? parley;

    /// <summary>Addresses of Janus, for up to two.</summary>
    public static readonly string[] Addresses = ["10.3.0.1", "10.4.0.1"];

    public IBrowser Browser => browser ?? throw new InvalidOperationException("It has not been started yet.");

    /// <summary>The one that tests share.</summary>
    public JanusProcess Janus => janus ?? throw new InvalidOperationException("It has not been started yet.");

    /// <summary>The one that tests share, whose media server is the shared Janus.</summary>
    public ParleyProcess Parley => parley ?? throw new InvalidOperationException("It has not been started yet.");

    public NetworkNamespace Network => network ?? throw new InvalidOperationException("It has not been started yet.");

    public async ValueTask InitializeAsync()
    {
        Reaper.Shared.Watch(folder);
        network = Keep(await NetworkNamespace.CreateAsync());
        var nobody = Keep(await NetworkNamespace.CreateAsync());
        foreach (var address in Addresses) await network.ConnectAsync(nobody, $"{address}/24", $"{address[..^1]}2/24");
        // A browser gives up what it loads when an address comes, and those of IPv6 take a second or two.
        await Eventually.TrueAsync("the addresses are settled", async () => (await network.RunAsync("ip", "-6", "address", "show", "tentative")).Output.Length == 0);
        browser = Keep(await chromium.LaunchOnAsync(network, folder, "http://127.0.0.1"));
        janus = Keep(await StartJanusAsync());
        parley = Keep(await StartParleyAsync([janus], ("Parley:Admin:ApiKey", DemoServer.AdminKey)));
    }

    /// <summary>Starts a Janus.</summary>
    /// <param name="which">From 0: at which of <see cref="Addresses"/>.</param>
    public Task<JanusProcess> StartJanusAsync(int which = 0) => JanusProcess.StartAsync(Network, Addresses[which]);

    /// <summary>Starts a Parley server with these media servers.</summary>
    public Task<ParleyProcess> StartParleyAsync(JanusProcess[] media, params (string Key, string Value)[] options)
    {
        var configured = options.ToDictionary(option => option.Key, option => option.Value);
        foreach (var (janus, i) in media.Select((janus, i) => (janus, i)))
        {
            foreach (var (key, value) in janus.Options(i)) configured[key] = value;
        }

        return ParleyProcess.StartOnAsync(Network, $"http://127.0.0.1:{8080 + servers++}", configured);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var each in Enumerable.Reverse(all)) await each.DisposeAsync();
        folder.Delete(recursive: true);
        Reaper.Shared.Forget(folder);
    }

    private T Keep<T>(T one)
        where T : IAsyncDisposable
    {
        all.Add(one);
        return one;
    }
}
