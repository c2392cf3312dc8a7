using Parley.Core.Storage;

namespace Parley.Server.Storage;

/// <summary>Writes records to the store, one after another and off every room's lock.</summary>
/// <typeparam name="TRecord">What it writes.</typeparam>
/// <param name="queue">Where they come from.</param>
/// <param name="what">What they are, for the log: <c>calls</c>.</param>
/// <param name="time">For the pause between two tries.</param>
/// <param name="logger">Is told when the store takes none, and how many are lost.</param>
internal abstract partial class RecordLog<TRecord>(
    RecordQueue<TRecord> queue, string what, TimeProvider time, ILogger logger) : BackgroundService
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);

    private readonly Lock telling = new();
    private long lostAndTold;

    /// <summary>What goes on is recorded as it is; then everything that waits is written, within the time there is.</summary>
    public sealed override async Task StopAsync(CancellationToken cancellationToken)
    {
        RecordWhatGoesOn();
        queue.Complete();
        if (ExecuteTask is { } writing)
            await writing.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await base.StopAsync(cancellationToken);
        while (queue.Waiting.TryRead(out _)) queue.Lose();
        TellLost();
    }

    /// <summary>The server stops: last chance to put records in the queue.</summary>
    protected virtual void RecordWhatGoesOn()
    {
    }

    /// <summary>Writes one record.</summary>
    protected abstract Task WriteAsync(TRecord record, CancellationToken cancellationToken);

    protected sealed override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var record in queue.Waiting.ReadAllAsync(stoppingToken))
        {
            if (!await TryWriteAsync(record, stoppingToken)) queue.Lose();
            TellLost();
        }
    }

    /// <summary>Tries until the store takes it. <c>false</c> when it never will, or there is no more time.</summary>
    private async Task<bool> TryWriteAsync(TRecord record, CancellationToken stopping)
    {
        try
        {
            for (var waits = false; ; waits = true)
            {
                try
                {
                    await WriteAsync(record, stopping);
                    return true;
                }
                catch (StoreUnavailableException failure)
                {
                    if (!waits) LogWaits(logger, what, failure);
                    TellLost();
                    await Task.Delay(RetryAfter, time, stopping);
                }
            }
        }
        catch (OperationCanceledException)
        {
            return false;
        }
        catch (Exception failure)
        {
            // Nothing that time would heal; the records behind it are not to wait.
            LogRefused(logger, what, failure);
            return false;
        }
    }

    /// <summary>Told here, once a second at most, and not where it happens.</summary>
    private void TellLost()
    {
        // When the time to stop is over, the writer may still be at it.
        lock (telling)
        {
            var lost = queue.Lost;
            if (lost != lostAndTold) LogLost(logger, lost - lostAndTold, what);
            lostAndTold = lost;
        }
    }

    [LoggerMessage(LogLevel.Error, "{Records} {What} will not be written down.")]
    private static partial void LogLost(ILogger logger, long records, string what);

    [LoggerMessage(LogLevel.Warning, "The store takes no {What}; they wait, and it is tried again every second.")]
    private static partial void LogWaits(ILogger logger, string what, Exception failure);

    [LoggerMessage(LogLevel.Error, "The store refused one of the {What}.")]
    private static partial void LogRefused(ILogger logger, string what, Exception failure);
}
