using Parley.EngineIo;
using Parley.Protocols.GuestCall;

namespace Parley.Server.Guests;

/// <summary>Sets the main namespace of the Socket.IO server up for <c>guestcall</c>.</summary>
internal sealed class GuestNamespace(SocketIoServer server, GuestGate gate, GuestCallProtocol protocol)
{
    public void SetUp() => server.Main
        .Use(AskGateAsync)
        .OnConnect(Welcome)
        .OnAny(static (socket, in message) => Receive(socket, message))
        .OnDisconnect(static (socket, _) => (socket.Data as GuestPeer)?.Session.Ended());

    /// <summary>Whether a client that comes back is who it was: what was sent to one guest is not for another.</summary>
    public static bool IsSame(SocketIoHandshake handshake, object? kept) =>
        kept is GuestPeer was && handshake.Data is Guest guest && was.Session.Guest.SessionId == guest.SessionId;

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
        var peer = new GuestPeer(socket, (Guest)socket.Handshake.Data!, protocol);
        socket.Data = peer;
        peer.Session.Begin(socket.Recovered);
    }

    private static void Receive(SocketIoSocket socket, in SocketIoEvent message)
    {
        // Nothing here is binary. Without its attachments such an argument would be somebody else's nonsense.
        ReadOnlySpan<byte> argument = default;
        if (message.Attachments.Count == 0) message.TryGetArgument(0, out argument);
        else argument = "[]"u8;
        ((GuestPeer)socket.Data!).Session.Receive(message.Name, argument);
    }
}
