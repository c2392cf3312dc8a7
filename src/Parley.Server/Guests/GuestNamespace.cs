using Parley.EngineIo;
using Parley.Protocols.GuestCall;
using Parley.RabbitMq;

namespace Parley.Server.Guests;

/// <summary>Sets the main namespace of the Socket.IO server up for <c>guestcall</c>.</summary>
internal sealed class GuestNamespace(SocketIoServer server, GuestGate gate, GuestCallProtocol protocol, ClusterNode? cluster = null)
{
    public void SetUp() => server.Main
        .Use(AskGateAsync)
        .OnConnect(Welcome)
        .OnAny(static (socket, in message) => Receive(socket, message))
        .OnDisconnect(static (socket, _) => (socket.Data as GuestSocket)?.Ended());

    /// <summary>
    /// Whether a client that comes back is who it was, as what was sent to one guest is not for another; and what is kept is
    /// all that it missed.
    /// </summary>
    public static bool IsSame(SocketIoHandshake handshake, object? kept) =>
        kept is GuestSocket { MayBeRecovered: true } was && handshake.Data is Guest guest && was.Guest.SessionId == guest.SessionId;

    private async ValueTask<SocketIoRefusal?> AskGateAsync(SocketIoHandshake handshake, CancellationToken cancellation)
    {
        var token = handshake.AuthText("token");
        if (string.IsNullOrEmpty(token)) token = handshake.Query.TryGetValue("token", out var values) ? values.ToString() : null;
        var (guest, refusal) = await gate.AdmitAsync(token, handshake.Address, cancellation);
        handshake.Data = guest;
        return guest is null ? new SocketIoRefusal(refusal) : null;
    }

    private void Welcome(SocketIoSocket socket)
    {
        var guest = (Guest)socket.Handshake.Data!;
        if (cluster is not null)
        {
            var edge = new GuestEdge(socket, guest);
            socket.Data = edge;
            var opening = new GuestOpening(guest, socket.Id, socket.Recovered);
            edge.Begin(cluster.Open(edge, GuestCallProtocol.Name, Lobby.Only, opening.ToBytes()));
            return;
        }

        var peer = new GuestPeer(socket, guest, protocol);
        socket.Data = peer;
        peer.Session.Begin(socket.Recovered);
    }

    private static void Receive(SocketIoSocket socket, in SocketIoEvent message)
    {
        // Nothing here is binary. Without its attachments such an argument would be somebody else's nonsense.
        ReadOnlySpan<byte> argument = default;
        if (message.Attachments.Count == 0) message.TryGetArgument(0, out argument);
        else argument = "[]"u8;
        ((GuestSocket)socket.Data!).Receive(message.Name, argument);
    }
}
