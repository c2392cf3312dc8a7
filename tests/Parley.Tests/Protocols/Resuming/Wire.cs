using System.Text;
using Parley.Core.Messages;
using Parley.Core.Sessions;

namespace Parley.Tests.Protocols.Resuming;

/// <summary>
/// A connection without a network: what the server sends waits until the client takes it, and the client's messages until
/// the server does. Cut, it loses both, and the server does not know before it is told.
/// </summary>
internal sealed class Wire : IConnection
{
    private bool cut;
    private bool ended;

    /// <summary>What the server sent and the client has not read.</summary>
    public Queue<string> ToClient { get; } = [];

    /// <summary>What the client sent and the server has not read.</summary>
    public Queue<string> ToServer { get; } = [];

    /// <summary>What the server closed it with.</summary>
    public CloseCode? Closed { get; private set; }

    public IMessageHandler? Handler { get; set; }

    public bool LatestWaits => false;

    public bool TrySend(in Frame frame)
    {
        if (Closed is not null) return false;
        if (!cut) ToClient.Enqueue(Encoding.UTF8.GetString(frame.Payload.Span));
        return true;
    }

    public bool TrySendLatest(byte[] buffer, int length) => Closed is null;

    public bool DropLatest() => false;

    public void Close(CloseCode code, string reason) => Closed ??= code;

    public void Abort() => Closed ??= CloseCode.Normal;

    public void HandOver(IMessageHandler next) => Handler = next;

    /// <summary>The client says something, which is on its way.</summary>
    public void Say(string text)
    {
        if (!cut) ToServer.Enqueue(text);
    }

    /// <summary>The server reads one message. <c>false</c> when there is none, or it reads no more.</summary>
    public bool Arrive()
    {
        if (ended || Closed is not null || !ToServer.TryDequeue(out var text)) return false;
        Handler!.Receive(Encoding.UTF8.GetBytes(text), binary: false);
        return true;
    }

    /// <summary>What was on its way to the client is lost; of what the client sent some may still arrive.</summary>
    public void Cut()
    {
        cut = true;
        ToClient.Clear();
    }

    /// <summary>The server learns that the connection is over.</summary>
    public void End(bool onPurpose = false)
    {
        Cut();
        if (ended) return;
        ended = true;
        if (onPurpose) Handler!.Leaving();
        Handler!.Ended();
    }
}
