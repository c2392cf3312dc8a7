using Parley.Core.Rooms;
using Parley.Core.Storage;
using Parley.Protocols.GuestCall;

namespace Parley.Server.Guests;

/// <summary>Writes calls to the store, one after another and off every room's lock.</summary>
internal sealed partial class CallLog(CallQueue calls, IRooms rooms, IStore store, TimeProvider time, ILogger<CallLog> logger)
    : BackgroundService
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);

    private readonly Lock telling = new();
    private long lostAndTold;

    /// <summary>Calls that go on are written as they are; then everything that waits is, within the time there is.</summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        rooms.Dispatch(Lobby.Only, new CloseLobby());
        calls.Complete();
        if (ExecuteTask is { } writing)
            await writing.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await base.StopAsync(cancellationToken);
        while (calls.Waiting.TryRead(out _)) calls.Lose();
        TellLost();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var call in calls.Waiting.ReadAllAsync(stoppingToken))
        {
            if (!await TryWriteAsync(call, stoppingToken)) calls.Lose();
            TellLost();
        }
    }

    /// <summary>Tries until the store takes it. <c>false</c> when it never will, or there is no more time.</summary>
    private async Task<bool> TryWriteAsync(CallRecord call, CancellationToken stopping)
    {
        try
        {
            for (var waits = false; ; waits = true)
            {
                try
                {
                    await store.AddCallAsync(call, stopping);
                    return true;
                }
                catch (StoreUnavailableException failure)
                {
                    if (!waits) LogWaits(logger, failure);
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
            // Nothing that time would heal; the calls behind it are not to wait.
            LogRefused(logger, failure);
            return false;
        }
    }

    /// <summary>Told here, once a second at most, and not where it happens.</summary>
    private void TellLost()
    {
        // When the time to stop is over, the writer may still be at it.
        lock (telling)
        {
            var lost = calls.Lost;
            if (lost != lostAndTold) LogLost(logger, lost - lostAndTold);
            lostAndTold = lost;
        }
    }

    [LoggerMessage(LogLevel.Error, "{Calls} calls will not be written down.")]
    private static partial void LogLost(ILogger logger, long calls);

    [LoggerMessage(LogLevel.Warning, "The store takes no calls; they wait, and it is tried again every second.")]
    private static partial void LogWaits(ILogger logger, Exception failure);

    [LoggerMessage(LogLevel.Error, "The store refused a call.")]
    private static partial void LogRefused(ILogger logger, Exception failure);
}
