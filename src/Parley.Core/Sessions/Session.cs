using Parley.Core.Limits;
using Parley.Core.Messages;
using Parley.Core.Metrics;

namespace Parley.Core.Sessions;

/// <summary>
/// One client on one connection: it decodes what comes in into commands, and it is the peer that rooms deliver events to.
/// Each protocol has its own; what is common is here.
/// </summary>
public abstract class Session : IPeer, IMessageHandler
{
    /// <summary>Why a connection is closed with <see cref="CloseCode.RateLimited"/>.</summary>
    protected const string OverTheRate = "over the rate for too long: slow down, then reconnect";

    private readonly RateGuard rate;
    private IConnection connection;
    private ICodec codec;

    /// <param name="connection">The transport below.</param>
    /// <param name="codec">Writes events as this client reads them.</param>
    /// <param name="rate">How much it may send.</param>
    /// <param name="metrics">Counts what comes and goes.</param>
    protected Session(IConnection connection, ICodec codec, RateGuard rate, ProtocolMetrics metrics)
    {
        this.connection = connection;
        this.codec = codec;
        this.rate = rate;
        Metrics = metrics;
    }

    /// <inheritdoc/>
    public PeerId Id { get; } = PeerId.Next();

    /// <summary>Writes events as this client reads them; may be changed to another dialect of the same protocol.</summary>
    protected ICodec Codec
    {
        get => codec;
        set => codec = value;
    }

    /// <summary>The transport below.</summary>
    private protected IConnection Connection
    {
        get => connection;
        set => connection = value;
    }

    /// <summary>The counters of this session's protocol.</summary>
    protected ProtocolMetrics Metrics { get; }

    /// <inheritdoc/>
    public virtual bool TryDeliver(Event message)
    {
        var frame = message.FrameFor(codec);
        return frame.IsEmpty || Send(frame, message.Kind);
    }

    /// <summary>Sends a frame that was made for this session alone.</summary>
    protected bool Send(in Frame frame, MessageKind kind)
    {
        if (!connection.TrySend(frame))
        {
            Metrics.Dropped(DropReason.PeerEnding);
            return false;
        }

        Metrics.Sent(kind);
        return true;
    }

    /// <summary>The connection tells another from now on; see <see cref="IConnection.HandOver"/>. This session is over.</summary>
    protected void HandOver(IMessageHandler next) => connection.HandOver(next);

    /// <summary>Whether what <see cref="SendLatest"/> was given last still waits.</summary>
    public bool LatestWaits => connection.LatestWaits;

    /// <summary>Sends frames of which only the newest count; see <see cref="IConnection.TrySendLatest"/>.</summary>
    /// <param name="buffer">From <see cref="LatestFrames.Rent"/>.</param>
    /// <param name="length">How many bytes of it are frames.</param>
    /// <param name="kind">What they are about.</param>
    /// <param name="frames">How many they are.</param>
    public void SendLatest(byte[] buffer, int length, MessageKind kind, int frames)
    {
        if (connection.TrySendLatest(buffer, length)) Metrics.Sent(kind, frames);
        else Metrics.Dropped(DropReason.PeerEnding);
    }

    /// <summary>Drops what waits of that; see <see cref="IConnection.DropLatest"/>.</summary>
    public bool DropLatest() => connection.DropLatest();

    /// <summary>Whether its client can't be heard for now; see <see cref="IConnection.IsCutOff"/>.</summary>
    public bool IsCutOff => connection.IsCutOff;

    /// <summary>Whether it may have to be opened again on another node; see <see cref="IConnection.Remembers"/>.</summary>
    protected bool Remembers => connection.Remembers;

    /// <summary>What it would have to be opened with there; see <see cref="IConnection.Remember"/>.</summary>
    protected void Remember(byte[] state) => connection.Remember(state);

    /// <inheritdoc/>
    public void Close(CloseCode code, string reason) => connection.Close(code, reason);

    /// <inheritdoc/>
    public abstract void Receive(ReadOnlySpan<byte> message, bool binary);

    /// <inheritdoc/>
    public virtual void Tick()
    {
    }

    /// <inheritdoc/>
    public void TooSlow() => Metrics.Dropped(DropReason.TooSlow);

    /// <inheritdoc/>
    public virtual void Leaving()
    {
    }

    /// <inheritdoc/>
    public abstract void Ended();

    /// <inheritdoc/>
    public virtual bool IsAway => false;

    /// <inheritdoc/>
    public virtual void Reopened()
    {
    }

    /// <summary>
    /// Whether the message is within the rates. If not, the client has been told, and is closed when it does not stop.
    /// </summary>
    protected bool Admit(MessageKind kind, string? type)
    {
        Metrics.Received(kind);
        var verdict = rate.Admit(kind);
        if (verdict.Admitted) return true;

        Metrics.Dropped(DropReason.RateLimited);
        if (verdict.CloseNow)
        {
            Close(CloseCode.RateLimited, OverTheRate);
            return false;
        }

        TellRate(verdict, type);
        return false;
    }

    /// <summary>Tells the client that a message was over the rate.</summary>
    protected void TellRate(RateVerdict verdict, string? type) => TryDeliver(new ErrorEvent(
        ErrorCode.RateLimited,
        $"Too many messages: this one was dropped. Send again in {verdict.RetryAfterMilliseconds} ms, and fewer.")
    {
        OffendingType = type,
        RetryAfterMilliseconds = verdict.RetryAfterMilliseconds,
    });
}
