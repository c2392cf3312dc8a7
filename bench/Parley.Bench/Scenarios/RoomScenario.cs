using Parley.Bench.Load;
using Parley.Bench.Measuring;
using Parley.Bench.Peers;
using Parley.Bench.Servers;

namespace Parley.Bench.Scenarios;

/// <summary>Deliveries a second in rooms of 25, where a message reaches 24.</summary>
internal sealed class RoomScenario(string id, string title, int size)
    : SaturationScenario(id, title, Metric.Deliveries)
{
    internal const int Rooms = 8;
    internal const int Members = 25;

    internal override bool Takes(Peer peer) => base.Takes(peer) && peer.HasRooms;

    internal override ClosedLoad Open(Peer peer, ServerProcess server, EventLoop loop)
    {
        Connector.Open(loop, peer.Rooms(server, Rooms, Members));
        var message = peer.RoomMessage(size);
        Roster.Check(loop, [.. Enumerable.Repeat(message, Rooms * Members)], Members - 1);
        return new RoomLoad(loop, message, Members);
    }
}
