using System.Globalization;
using System.Text;
using Parley.Bench.Load;
using Parley.Bench.Polling;
using Parley.Bench.Servers;
using Parley.Bench.WebSockets;

namespace Parley.Bench.Peers;

/// <summary>
/// Socket.IO 5 over Engine.IO 4, WebSocket from the start or long polling throughout. The partner (or room) is in the
/// query, as for bare relays.
/// </summary>
internal sealed class SocketIoPeer(string name, string about, Func<int, ServerCommand> command, bool polls = false) : Peer
{
    internal override string Name => name;

    internal override string About => about;

    internal override Peer OverPolling => new SocketIoPeer(name, about, command, polls: true);

    internal override ServerCommand Command(int port, string folder) => command(port);

    internal override ClientPlan Pair(string id, string partner) => Plan($"id={id}&to={partner}");

    internal override Message PairMessage(string from, string to, int size) => RoomMessage(size);

    internal override IReadOnlyList<ClientPlan> Rooms(ServerProcess server, int rooms, int members) =>
    [
        .. Enumerable.Range(0, rooms * members)
            .Select(i => Plan(string.Create(CultureInfo.InvariantCulture, $"id=u{i}&room=r{i / members}"))),
    ];

    internal override Message RoomMessage(int size)
    {
        var message = new Message(size, "42[\"signal\",{\"type\":\"ice_candidate\",\"candidate\":\"", "\"}]");
        return polls ? message.Unframed() : message;
    }

    private ClientPlan Plan(string query)
    {
        var target = $"/socket.io/?{query}&EIO=4&transport={(polls ? "polling" : "websocket")}";
        return new ClientPlan(
            polls ? PollingRequest.Get(target) : Upgrade.Request(target),
            new Step(null, "0{"u8.ToArray()),
            new Step(Packet("40"), "40{"u8.ToArray()))
        {
            PollingTarget = polls ? target : null,
            KeepAlive = ("2"u8.ToArray(), Packet("3")),
        };
    }

    private byte[] Packet(string packet)
    {
        var bytes = Encoding.ASCII.GetBytes(packet);
        return polls ? bytes : FrameWriter.Client(Opcode.Text, bytes);
    }
}
