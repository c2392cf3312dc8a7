using System.Threading.Channels;
using Parley.Core.Metrics;
using Parley.Core.Storage;

namespace Parley.Server.Guests;

/// <summary>
/// Calls that have ended, on their way from the lobby to the store. While the store is down they wait, up to a number;
/// beyond it they are lost, counted, and said so in the log.
/// </summary>
internal sealed partial class CallQueue(ParleyMetrics metrics, ILogger<CallQueue> logger)
{
    /// <summary>Calls that may wait: some megabytes.</summary>
    public const int MostWaiting = 10_000;

    private readonly Channel<CallRecord> waiting = Channel.CreateBounded<CallRecord>(
        new BoundedChannelOptions(MostWaiting) { SingleReader = true });

    /// <summary>Where they come out.</summary>
    public ChannelReader<CallRecord> Waiting => waiting.Reader;

    /// <summary>Takes a call. Neither blocks nor throws.</summary>
    public void Add(CallRecord call)
    {
        if (!waiting.Writer.TryWrite(call)) Lose(call);
    }

    /// <summary>No more will come.</summary>
    public void Complete() => waiting.Writer.TryComplete();

    /// <summary>A call will not be written.</summary>
    public void Lose(CallRecord call)
    {
        metrics.CallLost();
        LogLost(logger, call.Id);
    }

    [LoggerMessage(LogLevel.Error, "Call {Call} was not written down.")]
    private static partial void LogLost(ILogger logger, Guid call);
}
