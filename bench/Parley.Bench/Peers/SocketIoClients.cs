using System.Text;
using Parley.Bench.Load;
using Parley.Bench.Polling;
using Parley.Bench.WebSockets;

namespace Parley.Bench.Peers;

/// <summary>
/// What clients of a Socket.IO server send, whichever server that is and however many nodes it has. The partner (or room)
/// is in the query, as for bare relays.
/// </summary>
/// <param name="polls">Long polling throughout instead of WebSocket from the start.</param>
internal sealed class SocketIoClients(bool polls = false)
{
    /// <summary>A client that sends to one other.</summary>
    internal ClientPlan Pair(string id, string partner) => Plan($"id={id}&to={partner}");

    /// <summary>A client that sends to all others of a room.</summary>
    internal ClientPlan Member(string id, string room) => Plan($"id={id}&room={room}");

    /// <summary>What either of them sends, again and again.</summary>
    internal Message Message(int size)
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
