using System.Globalization;
using Parley.Bench.Load;
using Parley.Bench.Servers;
using Parley.Bench.WebSockets;

namespace Parley.Bench.Peers;

/// <summary>
/// Socket.IO 5 over Engine.IO 4, WebSocket from the start. The partner (or room) is in the query, as for bare relays.
/// </summary>
internal sealed class SocketIoPeer(string name, string about, Func<int, ServerCommand> command) : Peer
{
    private static readonly Step[] Handshake =
    [
        new(null, "0{"u8.ToArray()),
        new(FrameWriter.Client(Opcode.Text, "40"u8), "40{"u8.ToArray()),
    ];

    internal override string Name => name;

    internal override string About => about;

    internal override ServerCommand Command(int port, string folder) => command(port);

    internal override ClientPlan Pair(string id, string partner) => Plan($"id={id}&to={partner}");

    internal override Message PairMessage(string from, string to, int size) => RoomMessage(size);

    internal override IReadOnlyList<ClientPlan> Rooms(ServerProcess server, int rooms, int members) =>
    [
        .. Enumerable.Range(0, rooms * members)
            .Select(i => Plan(string.Create(CultureInfo.InvariantCulture, $"id=u{i}&room=r{i / members}"))),
    ];

    internal override Message RoomMessage(int size) =>
        new(size, "42[\"signal\",{\"type\":\"ice_candidate\",\"candidate\":\"", "\"}]");

    private static ClientPlan Plan(string query) =>
        new(Upgrade.Request($"/socket.io/?EIO=4&transport=websocket&{query}"), Handshake)
        {
            KeepAlive = ("2"u8.ToArray(), FrameWriter.Client(Opcode.Text, "3"u8)),
        };
}
