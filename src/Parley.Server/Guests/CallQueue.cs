using System.Threading.Channels;
using Parley.Core.Metrics;
using Parley.Core.Storage;

namespace Parley.Server.Guests;

/// <summary>
/// Calls that have ended, on their way from the lobby to the store. While the store is down they wait, up to a number;
/// beyond it they are lost and counted.
/// </summary>
internal sealed class CallQueue(ParleyMetrics metrics)
{
    /// <summary>Calls that may wait: some megabytes.</summary>
    public const int MostWaiting = 10_000;

    private readonly Channel<CallRecord> waiting = Channel.CreateBounded<CallRecord>(
        new BoundedChannelOptions(MostWaiting) { SingleReader = true });

    private long lost;

    /// <summary>Where they come out.</summary>
    public ChannelReader<CallRecord> Waiting => waiting.Reader;

    /// <summary>How many will not be written.</summary>
    public long Lost => Interlocked.Read(ref lost);

    /// <summary>Takes a call. Neither blocks, throws nor logs: a room's lock is held.</summary>
    public void Add(CallRecord call)
    {
        if (!waiting.Writer.TryWrite(call)) Lose();
    }

    /// <summary>No more will come.</summary>
    public void Complete() => waiting.Writer.TryComplete();

    /// <summary>A call will not be written.</summary>
    public void Lose()
    {
        metrics.CallLost();
        Interlocked.Increment(ref lost);
    }
}
