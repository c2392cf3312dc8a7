using Parley.Core.Messages;
using Parley.Core.Metrics;
using Parley.Core.Sessions;
using Parley.Protocols.GuestCall;

namespace Parley.Server.Guests;

/// <summary>A guest's session where the lobby is; its client's connection is a <see cref="GuestEdge"/>, here or elsewhere.</summary>
internal sealed class HostedGuest : IPeer, IMessageHandler
{
    private readonly IConnection connection;
    private readonly HostedGuests all;
    private readonly ProtocolMetrics metrics;
    private readonly GuestSession session;

    public HostedGuest(IConnection connection, GuestOpening opening, bool wasOpen, GuestCallProtocol protocol, HostedGuests all)
    {
        (this.connection, this.all, metrics) = (connection, all, protocol.Metrics);
        session = protocol.NewSession(
            this, opening.Guest, opening.SocketId,
            connection.Remembers ? standing => connection.Remember((opening with { Standing = standing }).ToBytes()) : null);
        all.Add(this);
        if (wasOpen) session.Restore(opening.Standing ?? new GuestStanding());
        else session.Begin(opening.Recovered);
    }

    public PeerId Id { get; } = PeerId.Next();

    public bool TryDeliver(Event message)
    {
        switch (message)
        {
            case GuestEvent told:
                return Tell(told, GuestFrames.Of(told));
            case ReceiptsWanted wanted:
                foreach (var id in wanted.MessageIds) connection.TrySend(GuestFrames.Of(GuestFrames.ReceiptWanted, id, []));
                return true;
            default:
                return true;
        }
    }

    /// <summary>Tells what was written once for many.</summary>
    public bool Tell(GuestEvent message, in Frame frame)
    {
        if (!connection.TrySend(frame))
        {
            metrics.Dropped(DropReason.PeerEnding);
            return false;
        }

        metrics.Sent(message.Kind);
        return true;
    }

    public void Close(CloseCode code, string reason) => connection.Close(code, reason);

    public void Receive(ReadOnlySpan<byte> message, bool binary)
    {
        var (what, name) = GuestFrames.Read(message, out var argument);
        if (what == GuestFrames.Receipt) session.Received(name);
        else if (what == GuestFrames.Chat) session.ReceiveMessage(name, argument);
        else session.Receive(name, argument);
    }

    public void Tick()
    {
        // Socket.IO looks after the connection, and the lobby after everything else.
    }

    public void TooSlow() => metrics.Dropped(DropReason.TooSlow);

    public void Ended()
    {
        all.Remove(this);
        session.Ended();
    }

    public void GiveUp()
    {
        all.Remove(this);
        session.GoElsewhere();
    }
}
