using Parley.Core.Resuming;
using Parley.Core.Rooms;
using Parley.RabbitMq;
using Parley.WebSockets;

namespace Parley.Server.Hosting;

/// <summary>Once a second: connections ping and cut off what is dead, sessions end that nobody resumed, rooms do what has become due.</summary>
internal sealed partial class Housekeeping(
    ConnectionTable connections, KeptSessions kept, LocalRooms rooms, TimeProvider time, ILogger<Housekeeping> logger,
    ClusterNode? cluster = null) : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                connections.Tick();
                kept.Tick();
                // Behind it: other nodes are told at once who was not resumed, not a second later.
                cluster?.Tick();
                rooms.Tick();
            }
            catch (Exception failure)
            {
                // One bad room must not stop the pings of all connections.
                LogFailed(logger, failure);
            }
        }
    }

    [LoggerMessage(LogLevel.Error, "Housekeeping failed; it goes on with the next second.")]
    private static partial void LogFailed(ILogger logger, Exception failure);
}
