using System.Net;
using Parley.Browser.Networks;

namespace Parley.Browser.Turn;

/// <summary>The coturn configuration of docs/turn.md relays to public addresses, and into no network of one's own.</summary>
public sealed class DocumentedConfiguration(RelayHost relay) : IClassFixture<RelayHost>
{
    /// <summary>What is not public, by the IANA special-purpose registries (RFC 6890) and what stands in for IPv4 in IPv6.</summary>
    public static TheoryData<string, string> Ranges { get; } = new()
    {
        { "0.0.0.0/8", "this network" },
        { "10.0.0.0/8", "private" },
        { "100.64.0.0/10", "CGNAT" },
        { "127.0.0.0/8", "loopback" },
        { "169.254.0.0/16", "link-local" },
        { "172.16.0.0/12", "private" },
        { "192.0.0.0/24", "protocol assignments" },
        { "192.0.2.0/24", "documentation" },
        { "192.88.99.0/24", "6to4 relays" },
        { "192.168.0.0/16", "private" },
        { "198.18.0.0/15", "benchmarking" },
        { "198.51.100.0/24", "documentation" },
        { "203.0.113.0/24", "documentation" },
        { "224.0.0.0/4", "multicast" },
        { "240.0.0.0/4", "reserved and broadcast" },
        { "::/96", "loopback, and IPv4-compatible" },
        { "::ffff:0:0/96", "IPv4-mapped" },
        { "::ffff:0:0:0/96", "IPv4-translated" },
        { "64:ff9b::/96", "NAT64" },
        { "64:ff9b:1::/48", "NAT64, local" },
        { "100::/64", "discard" },
        { "::/3", "below global unicast" },
        { "2001::/23", "protocol assignments, Teredo among them" },
        { "2001:db8::/32", "documentation" },
        { "2002::/16", "6to4" },
        { "3fff::/20", "documentation" },
        { "4000::/2", "above global unicast" },
        { "5f00::/16", "segment routing" },
        { "fc00::/7", "unique local" },
        { "fe80::/10", "link-local" },
        { "fec0::/10", "site-local" },
        { "ff00::/8", "multicast" },
    };

    [Theory, MemberData(nameof(Ranges))]
    public async Task It_does_not_relay_into(string range, string kind)
    {
        var credentials = Coturn.Credentials(kind);
        var probes = await Task.WhenAll(
            from peer in Samples(IPNetwork.Parse(range))
            from way in (string[][])[[], ["-s"]] // by a channel, and by a permission
            select TurnProbe.SendAsync(relay.Network, credentials, peer, way));

        foreach (var probe in probes) probe.Error.ShouldBe("403 (Forbidden IP)", probe.Output);
    }

    [Fact]
    public async Task It_relays_to_public_addresses()
    {
        var probes = await Task.WhenAll(RelayHost.PublicPeers.Select(peer => TurnProbe.SendAsync(relay.Network, Coturn.Credentials("alice"), peer)));

        foreach (var (peer, probe) in RelayHost.PublicPeers.Zip(probes)) probe.Relayed.ShouldBeTrue($"{peer}: {probe.Output}");
    }

    /// <summary>It is the denials that keep it from private networks: the same coturn without them goes there.</summary>
    [Fact]
    public async Task Without_its_denials_it_would_relay_into_private_networks()
    {
        string[] addresses = ["10.0.0.1", "100.64.0.1", "169.254.169.254", "192.168.1.1", "64:ff9b::a00:100", "2002:a00:1::1", "fd00::1"];
        await using var network = await NetworkNamespace.CreateAsync();
        await using var open = await Coturn.StartAsync(network, line => line.StartsWith("denied-peer-ip=", StringComparison.Ordinal) ? null : line);
        var peers = await Task.WhenAll(addresses.Select(address => EchoPeer.StartAsync(network, address)));
        await EchoPeer.ListeningAsync(peers);

        var probes = await Task.WhenAll(addresses.Select(peer => TurnProbe.SendAsync(network, Coturn.Credentials("alice"), peer)));

        foreach (var peer in peers) await peer.DisposeAsync();
        foreach (var (peer, probe) in addresses.Zip(probes)) probe.Relayed.ShouldBeTrue($"{peer}: {probe.Output}");
    }

    [Fact]
    public async Task The_quota_of_a_user_counts_all_credentials_of_that_user_and_of_nobody_else()
    {
        var quota = CoturnPage.Number("user-quota");
        await using var network = await NetworkNamespace.CreateAsync();
        await using var coturn = await Coturn.StartAsync(network);
        await using var peer = await EchoPeer.StartAsync(network, RelayHost.Peer);
        await EchoPeer.ListeningAsync([peer]);

        // The one too many ends the client, which leaves the others to expire.
        var many = await TurnProbe.SendAsync(network, Coturn.Credentials("greedy", TimeSpan.FromMinutes(10)), RelayHost.Peer, "-m", $"{quota + 1}");
        var fresh = await TurnProbe.SendAsync(network, Coturn.Credentials("greedy", TimeSpan.FromMinutes(20)), RelayHost.Peer);
        var other = await TurnProbe.SendAsync(network, Coturn.Credentials("modest", TimeSpan.FromMinutes(10)), RelayHost.Peer);

        many.Error.ShouldBe("486 (Allocation Quota Reached)", many.Output);
        fresh.Error.ShouldBe("486 (Allocation Quota Reached)", fresh.Output);
        other.Relayed.ShouldBeTrue(other.Output);
    }

    [Fact]
    public async Task It_makes_no_TCP_connections_for_anybody()
    {
        var probe = await TurnProbe.SendAsync(relay.Network, Coturn.Credentials("alice"), RelayHost.Peer, "-T");

        probe.Relayed.ShouldBeFalse(probe.Output);
        probe.Error.ShouldBe("442 (TCP Transport is not allowed by the TURN Server configuration)", probe.Output);
    }

    /// <summary>
    /// The ends of a range, and addresses within it whose bytes are as small and as great as they can be: coturn compares
    /// IPv6 addresses byte by byte.
    /// </summary>
    private static IEnumerable<string> Samples(IPNetwork range)
    {
        var first = range.BaseAddress.GetAddressBytes();
        var last = (byte[])first.Clone();
        for (var bit = range.PrefixLength; bit < last.Length * 8; bit++) last[bit / 8] |= (byte)(0x80 >> (bit % 8));
        return from bytes in Mixtures() select Text(bytes);

        IEnumerable<byte[]> Mixtures() =>
        [
            first,
            last,
            [.. first[..^1], last[^1]],
            [.. last[..^1], first[^1]],
            [.. first.Zip(last, (low, high) => (low, high)).Select((pair, i) => i % 2 == 0 ? pair.low : pair.high)],
        ];

        // As IPv6 whatever it stands for: IPAddress would write a mapped address so that it reads as another family.
        static string Text(byte[] bytes) => bytes.Length == 4
            ? new IPAddress(bytes).ToString()
            : string.Join(':', bytes.Chunk(2).Select(pair => $"{(pair[0] << 8) | pair[1]:x}"));
    }
}
