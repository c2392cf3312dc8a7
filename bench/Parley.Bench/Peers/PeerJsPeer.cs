using Parley.Bench.Load;
using Parley.Bench.Servers;
using Parley.Bench.WebSockets;

namespace Parley.Bench.Peers;

/// <summary>PeerServer with its own protocol: a candidate names its destination. It knows no rooms.</summary>
internal sealed class PeerJsPeer(Func<int, ServerCommand> command) : Peer
{
    private static readonly Step Open = new(null, "\"OPEN\""u8.ToArray());

    internal override string Name => "peer";

    internal override string About => "npm `peer` (PeerServer): parses a message, looks its `dst` up, stamps `src`";

    internal override bool HasRooms => false;

    internal override ServerCommand Command(int port, string folder) => command(port);

    internal override ClientPlan Pair(string id, string partner) =>
        new(Upgrade.Request($"/peerjs?key=peerjs&id={id}&token=bench&version=1.5.4"), Open);

    internal override Message PairMessage(string from, string to, int size) => new(
        size, $$"""{"type":"CANDIDATE","dst":"{{to}}","payload":{"connectionId":"c1","candidate":""" + "\"", "\"}}");
}
