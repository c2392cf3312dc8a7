using Parley.Core.Metrics;
using Parley.Core.Storage;
using Parley.EngineIo;
using Parley.Protocols.GuestCall;
using Parley.RabbitMq;

namespace Parley.Server.Guests;

/// <summary>Once a second, where there is something new: tells all guests how many they are.</summary>
internal sealed partial class GuestStatsBroadcast(
    SocketIoServer server, GuestStatsFeed feed, GuestPresence presence, HostedGuests hosted, IStore store, ParleyMetrics metrics,
    TimeProvider time, ILogger<GuestStatsBroadcast> logger, ClusterNode? cluster = null) : BackgroundService
{
    private const int SecondsACount = 10;

    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1);

    private readonly ProtocolMetrics counters = metrics.For(GuestCallProtocol.Name);

    /// <summary>Tells them, if it is time.</summary>
    public void Tick()
    {
        if (feed.TakeDue() is not { } stats) return;
        if (cluster is not null)
        {
            // The node that has the lobby tells the guests of all nodes.
            hosted.Tell(stats);
            return;
        }

        counters.Sent(stats.Kind, server.Main.Count);
        server.Main.All.EmitPassing(stats.Name, stats.Argument.Span);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, time);
        for (var second = 0; await timer.WaitForNextTickAsync(stoppingToken); second++)
        {
            Tick();
            if (second % SecondsACount == 0) await CountAsync(stoppingToken);
        }
    }

    /// <summary>Sessions are rows: only the store knows how many there are.</summary>
    private async Task CountAsync(CancellationToken cancellation)
    {
        try
        {
            presence.Count(await store.CountGuestsAsync(time.GetUtcNow(), cancellation));
        }
        catch (StoreUnavailableException failure)
        {
            LogFailed(logger, failure);
        }
    }

    [LoggerMessage(LogLevel.Warning, "Guests' sessions could not be counted; the last count stands.")]
    private static partial void LogFailed(ILogger logger, Exception failure);
}
