using Parley.Core.Messages;
using Parley.Core.Metrics;
using Parley.Core.Sessions;
using Parley.EngineIo;
using Parley.Protocols.GuestCall;

namespace Parley.Server.Guests;

/// <summary>A guest's Socket.IO connection as the lobby sees it.</summary>
internal sealed class GuestPeer : GuestSocket, IPeer
{
    private readonly SocketIoSocket socket;
    private readonly ProtocolMetrics metrics;

    public GuestPeer(SocketIoSocket socket, Guest guest, GuestCallProtocol protocol)
        : base(guest)
    {
        (this.socket, metrics) = (socket, protocol.Metrics);
        Session = protocol.NewSession(this, guest, socket.Id);
    }

    public PeerId Id { get; } = PeerId.Next();

    public GuestSession Session { get; }

    public override void Receive(string name, ReadOnlySpan<byte> argument) => Session.Receive(name, argument);

    public override void Ended() => Session.Ended();

    public bool TryDeliver(Event message)
    {
        switch (message)
        {
            case GuestEvent told:
                return Tell(told);
            case ReceiptsWanted wanted:
                socket.WhenReceived(() =>
                {
                    foreach (var id in wanted.MessageIds) Session.Received(id);
                });
                return true;
            default:
                return true;
        }
    }

    public void Close(CloseCode code, string reason) => Close(socket, code);

    /// <summary>
    /// Clients come back by themselves when their connection is closed, but not when they are disconnected: of two pages of
    /// one guest the older one is not to come back and replace the newer one.
    /// </summary>
    public static void Close(SocketIoSocket socket, CloseCode code)
    {
        if (code != CloseCode.Replaced)
        {
            socket.Close();
            return;
        }

        // Disconnecting tells the lobby at once, and whoever calls may be holding its lock.
        ThreadPool.UnsafeQueueUserWorkItem(static s => s.Disconnect(close: true), socket, preferLocal: false);
    }

    private bool Tell(GuestEvent message)
    {
        var sent = message.Passing
            ? socket.EmitPassing(message.Name, message.Argument.Span)
            : socket.Emit(message.Name, message.Argument.Span);
        if (!sent)
        {
            metrics.Dropped(DropReason.PeerEnding);
            return false;
        }

        metrics.Sent(message.Kind);
        if (message is ChatDelivery chat) socket.WhenReceived(() => Session.Received(chat.MessageId));
        return true;
    }
}
