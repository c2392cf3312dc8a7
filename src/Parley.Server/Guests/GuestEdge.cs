using Parley.Core.Messages;
using Parley.Core.Sessions;
using Parley.EngineIo;
using Parley.Protocols.GuestCall;

namespace Parley.Server.Guests;

/// <summary>A guest's Socket.IO connection, whose session is wherever the lobby is: a <see cref="HostedGuest"/> there.</summary>
internal sealed class GuestEdge(SocketIoSocket socket, Guest guest) : GuestSocket(guest), IConnection
{
    private IMessageHandler? session;
    private volatile bool closed;

    public override bool MayBeRecovered => !closed;

    public bool LatestWaits => false;

    /// <summary>Begins, before the connection is told anything.</summary>
    public void Begin(IMessageHandler session) => this.session = session;

    /// <summary>A chat message is named here: it keeps that name, should another node be given it once more.</summary>
    public override void Receive(string name, ReadOnlySpan<byte> argument)
    {
        if (name == GuestSession.ChatMessage) Say(GuestFrames.Chat, GuestSession.NewMessageId(), argument);
        else Say(GuestFrames.Event, name, argument);
    }

    public override void Ended() => session!.Ended();

    public bool TrySend(in Frame frame)
    {
        var (what, name) = GuestFrames.Read(frame.Payload.Span, out var rest);
        switch (what)
        {
            case GuestFrames.TellPassing:
                return socket.EmitPassing(name, rest);
            case GuestFrames.Chat:
                return socket.Emit(GuestSession.ChatMessage, rest) && SayWhenReceived(name);
            case GuestFrames.ReceiptWanted:
                return SayWhenReceived(name);
            default:
                return socket.Emit(name, rest);
        }
    }

    public bool TrySendLatest(byte[] buffer, int length)
    {
        LatestFrames.Return(buffer);
        return false;
    }

    public bool DropLatest() => false;

    public void Close(CloseCode code, string reason)
    {
        closed = true;
        GuestPeer.Close(socket, code);
    }

    public void Abort() => socket.Close();

    public void HandOver(IMessageHandler next) => session = next;

    private bool SayWhenReceived(string messageId)
    {
        socket.WhenReceived(() => Say(GuestFrames.Receipt, messageId, []));
        return true;
    }

    private void Say(byte what, string name, ReadOnlySpan<byte> rest) =>
        session!.Receive(GuestFrames.Of(what, name, rest).Payload.Span, binary: true);
}
