using Parley.Core.Storage;

namespace Parley.Server.Guests;

/// <summary>
/// Once a minute: sweeps sessions that have expired. Apart from the other housekeeping, as a database that takes its time
/// must not hold up the pings of all connections.
/// </summary>
internal sealed partial class ExpiredGuests(IStore store, TimeProvider time, ILogger<ExpiredGuests> logger) : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromMinutes(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await store.RemoveExpiredGuestsAsync(time.GetUtcNow(), stoppingToken);
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                LogFailed(logger, failure);
            }
        }
    }

    [LoggerMessage(LogLevel.Error, "Expired guests could not be swept; the next minute tries again.")]
    private static partial void LogFailed(ILogger logger, Exception failure);
}
