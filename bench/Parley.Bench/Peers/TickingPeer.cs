using System.Globalization;
using Parley.Bench.Load;
using Parley.Bench.Servers;
using Parley.Bench.WebSockets;

namespace Parley.Bench.Peers;

/// <summary>A bare relay whose rooms tell on ticks. It takes part in presence only.</summary>
internal sealed class TickingPeer(string name, string about, Func<int, ServerCommand> command) : Peer
{
    private static readonly Step Open = new(null, "\"open\""u8.ToArray());

    // As long as what Parley's batches say of one person.
    private static readonly Message Update = new(94, "{\"user_id\":\"", "\"},");

    internal override string Name => name;

    internal override string About => about;

    internal override bool Relays => false;

    internal override ServerCommand Command(int port, string folder) => command(port);

    internal override Crowd Crowd(ServerProcess server, int zones, int movers) => new(
        [.. Enumerable.Range(0, zones * movers).Select(i => new ClientPlan(
            Upgrade.Request(string.Create(CultureInfo.InvariantCulture, $"/?id=u{i}&room=r{i / movers}&ticks=1")), Open))],
        [.. Enumerable.Range(0, zones * movers).Select(_ => new[] { Update.Frame })],
        static payload => payload.Count("\"user_id\""u8));
}
