using System.Globalization;
using Parley.Bench.Load;
using Parley.Bench.Servers;

namespace Parley.Bench.Peers;

/// <summary>Socket.IO 5 over Engine.IO 4, WebSocket from the start or long polling throughout.</summary>
internal sealed class SocketIoPeer(string name, string about, Func<int, ServerCommand> command, bool polls = false) : Peer
{
    private readonly SocketIoClients clients = new(polls);

    internal override string Name => name;

    internal override string About => about;

    internal override Peer OverPolling => new SocketIoPeer(name, about, command, polls: true);

    internal override ServerCommand Command(int port, string folder) => command(port);

    internal override ClientPlan Pair(string id, string partner) => clients.Pair(id, partner);

    internal override Message PairMessage(string from, string to, int size) => clients.Message(size);

    internal override IReadOnlyList<ClientPlan> Rooms(ServerProcess server, int rooms, int members) =>
    [
        .. Enumerable.Range(0, rooms * members).Select(i => clients.Member(
            string.Create(CultureInfo.InvariantCulture, $"u{i}"), string.Create(CultureInfo.InvariantCulture, $"r{i / members}"))),
    ];

    internal override Message RoomMessage(int size) => clients.Message(size);
}
