using Parley.Browser.Networks;

namespace Parley.Browser.Turn;

/// <summary>A host with coturn as docs/turn.md configures it, and with peers at addresses of all kinds.</summary>
public sealed class RelayHost : IAsyncLifetime
{
    /// <summary>Addresses where public ones look like next to others: each but the first two is the neighbour of a range.</summary>
    public static readonly string[] PublicPeers =
        ["20.0.0.2", "2a00::2", "9.255.255.255", "100.128.0.1", "172.32.0.1", "192.169.0.1", "223.255.255.254", "2001:200::1", "2003::1", "3ffe::1"];

    private NetworkNamespace? network;
    private Coturn? coturn;
    private EchoPeer[] peers = [];

    public NetworkNamespace Network => network ?? throw new InvalidOperationException("It has not been started yet.");

    public Coturn Coturn => coturn ?? throw new InvalidOperationException("It has not been started yet.");

    /// <summary>The first of <see cref="PublicPeers"/>.</summary>
    public static string Peer => PublicPeers[0];

    public async ValueTask InitializeAsync()
    {
        network = await NetworkNamespace.CreateAsync();
        coturn = await Coturn.StartAsync(network);
        peers = await Task.WhenAll(PublicPeers.Select(address => EchoPeer.StartAsync(network, address)));
        await EchoPeer.ListeningAsync(peers);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var peer in peers) await peer.DisposeAsync();
        if (coturn is not null) await coturn.DisposeAsync();
        if (network is not null) await network.DisposeAsync();
    }
}
