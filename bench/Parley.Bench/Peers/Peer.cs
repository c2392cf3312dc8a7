using Parley.Bench.Load;
using Parley.Bench.Servers;

namespace Parley.Bench.Peers;

/// <summary>A server to measure: how to start it, and how its clients talk.</summary>
internal abstract class Peer
{
    /// <summary>Bytes of an update where every update is a message to the room.</summary>
    private const int UpdateSize = 150;

    /// <summary>As <c>--peers</c> takes it and the report shows it.</summary>
    internal abstract string Name { get; }

    /// <summary>One line for the report: what it is and what it does with a message.</summary>
    internal abstract string About { get; }

    /// <summary>Whether it has rooms; without them the room scenario passes it by.</summary>
    internal virtual bool HasRooms => true;

    /// <summary>Whether it relays; the scenarios that take others name them.</summary>
    internal virtual bool Relays => true;

    /// <summary>Whether its metrics say how late its ticks come.</summary>
    internal virtual bool CountsTicks => false;

    /// <summary>The same server with clients that poll; null: it takes none.</summary>
    internal virtual Peer? OverPolling => null;

    /// <summary>A path that answers 200 once it is ready; null: ready when it accepts connections.</summary>
    internal virtual string? ReadyPath => null;

    /// <param name="port">The port to listen on, at 127.0.0.1.</param>
    /// <param name="folder">An empty folder of its own, deleted afterwards.</param>
    internal abstract ServerCommand Command(int port, string folder);

    /// <summary>A client that exchanges messages with one partner.</summary>
    internal virtual ClientPlan Pair(string id, string partner) => throw TakesNoPart();

    /// <param name="from">The client that sends it.</param>
    /// <param name="to">Its partner.</param>
    /// <param name="size">Bytes of the whole WebSocket payload, the protocol's envelope included.</param>
    internal virtual Message PairMessage(string from, string to, int size) => throw TakesNoPart();

    /// <summary>Creates rooms; the plans are their members', room after room.</summary>
    internal virtual IReadOnlyList<ClientPlan> Rooms(ServerProcess server, int rooms, int members) => throw TakesNoPart();

    /// <summary>People who move about in zones.</summary>
    internal virtual Crowd Crowd(ServerProcess server, int zones, int movers) => Load.Crowd.Of(Rooms(server, zones, movers), RoomMessage(UpdateSize));

    /// <summary>A message for everybody else in the sender's room.</summary>
    internal virtual Message RoomMessage(int size) => throw TakesNoPart();

    private BenchException TakesNoPart() => new($"{Name} takes no part in this");
}
