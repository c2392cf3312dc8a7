using Microsoft.Playwright;
using Parley.Browser.Hosting;
using Parley.Browser.Networks;

namespace Parley.Browser.Turn;

/// <summary>
/// Three hosts: Alice's and Bob's, with a browser each, and one between them with coturn and with Parley servers. It
/// forwards nothing, so that the browsers can reach each other only through coturn:
/// <code>
///   alice 10.1.0.2 ── 10.1.0.1 between 10.2.0.1 ── 10.2.0.2 bob
///                        20.0.0.1: coturn, Parley
/// </code>
/// </summary>
[CollectionDefinition(nameof(SeparateHosts))]
public sealed class SeparateHosts(Chromium chromium) : ICollectionFixture<SeparateHosts>, IAsyncLifetime
{
    private const string AddressOfAlice = "10.1.0.2", AddressOfBob = "10.2.0.2";

    private static readonly string[] Ports = [.. Enumerable.Range(8080, 10).Select(port => $"{port}")];

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("parley-hosts-");
    private readonly List<IAsyncDisposable> all = [];
    private int servers;
    private IBrowser? alice, bob;
    private NetworkNamespace? between;

    public IBrowser Alice => alice ?? throw new InvalidOperationException("It has not been started yet.");

    public IBrowser Bob => bob ?? throw new InvalidOperationException("It has not been started yet.");

    public async ValueTask InitializeAsync()
    {
        Reaper.Shared.Watch(folder);
        between = Keep(await NetworkNamespace.CreateAsync());
        await between.ForwardNothingAsync();
        Keep(await Coturn.StartAsync(between));
        var hostOfAlice = Keep(await HostAsync(AddressOfAlice, "10.1.0.1"));
        var hostOfBob = Keep(await HostAsync(AddressOfBob, "10.2.0.1"));
        string[] origins = [.. Ports.Select(Origin)];
        alice = Keep(await chromium.LaunchOnAsync(hostOfAlice, folder, origins));
        bob = Keep(await chromium.LaunchOnAsync(hostOfBob, folder, origins));
    }

    /// <summary>Starts a Parley server between the two, whose clients are told of coturn at these addresses, if any.</summary>
    /// <param name="turn">Like <c>turn:20.0.0.1:3478</c>.</param>
    /// <param name="options">More options.</param>
    public Task<ParleyProcess> StartParleyAsync(string turn, params (string Key, string Value)[] options)
    {
        var configured = options.ToDictionary(option => option.Key, option => option.Value);
        if (turn.Length > 0) (configured["Parley:Turn:Urls"], configured["Parley:Turn:SharedSecret"]) = (turn, CoturnPage.Secret);
        return ParleyProcess.StartOnAsync(between!, Origin(Ports[servers++ % Ports.Length]), configured);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var each in Enumerable.Reverse(all)) await each.DisposeAsync();
        folder.Delete(recursive: true);
        Reaper.Shared.Forget(folder);
    }

    private static string Origin(string port) => $"http://{CoturnPage.Address}:{port}";

    private async Task<NetworkNamespace> HostAsync(string address, string gateway)
    {
        var host = await NetworkNamespace.CreateAsync();
        await host.ConnectAsync(between!, $"{address}/24", $"{gateway}/24");
        await host.SendAllThroughAsync(gateway);
        return host;
    }

    private T Keep<T>(T one)
        where T : IAsyncDisposable
    {
        all.Add(one);
        return one;
    }
}
