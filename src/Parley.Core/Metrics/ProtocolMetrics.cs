using Parley.Core.Messages;
using Parley.Core.Resuming;

namespace Parley.Core.Metrics;

/// <summary>
/// The counters of one protocol. Plain numbers that instruments read when somebody asks, because a counter that is
/// called for each message costs more than the message's lock.
/// </summary>
public sealed class ProtocolMetrics
{
    private readonly long[] received = new long[Enum.GetValues<MessageKind>().Length];
    private readonly long[] sent = new long[Enum.GetValues<MessageKind>().Length];
    private readonly long[] dropped = new long[Enum.GetValues<DropReason>().Length];
    private readonly long[] resumed = new long[Enum.GetValues<ResumeResult>().Length];
    private readonly ClientVersions versions = new();
    private long connections;

    internal ProtocolMetrics(string protocol) => Protocol = protocol;

    /// <summary>The label <c>protocol</c>.</summary>
    public string Protocol { get; }

    /// <summary>Connections open now.</summary>
    public long Connections => Interlocked.Read(ref connections);

    /// <summary>A connection came.</summary>
    public void Connected() => Interlocked.Increment(ref connections);

    /// <summary>A connection went.</summary>
    public void Disconnected() => Interlocked.Decrement(ref connections);

    /// <summary>A client said which version of its own it is; <c>null</c> for one that did not.</summary>
    public void ConnectedWith(string? clientVersion) => versions.Count(clientVersion);

    /// <summary>How many clients of each version have connected.</summary>
    public IEnumerable<KeyValuePair<string, long>> CountVersions() => versions.All();

    /// <summary>A message came in.</summary>
    public void Received(MessageKind kind) => Interlocked.Increment(ref received[(int)kind]);

    /// <summary>A message was put in an outbox.</summary>
    public void Sent(MessageKind kind) => Interlocked.Increment(ref sent[(int)kind]);

    /// <summary>A message was put in so many outboxes.</summary>
    public void Sent(MessageKind kind, int receivers) => Interlocked.Add(ref sent[(int)kind], receivers);

    /// <summary>A message went nowhere.</summary>
    public void Dropped(DropReason reason) => Interlocked.Increment(ref dropped[(int)reason]);

    /// <summary>A client asked for resuming.</summary>
    public void Resumed(ResumeResult result) => Interlocked.Increment(ref resumed[(int)result]);

    /// <summary>How many came in.</summary>
    public long CountReceived(MessageKind kind) => Interlocked.Read(ref received[(int)kind]);

    /// <summary>How many were put in outboxes.</summary>
    public long CountSent(MessageKind kind) => Interlocked.Read(ref sent[(int)kind]);

    /// <summary>How many went nowhere.</summary>
    public long CountDropped(DropReason reason) => Interlocked.Read(ref dropped[(int)reason]);

    /// <summary>How many clients that asked for resuming were told so.</summary>
    public long CountResumed(ResumeResult result) => Interlocked.Read(ref resumed[(int)result]);
}
