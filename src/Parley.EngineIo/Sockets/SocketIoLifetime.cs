using Microsoft.Extensions.Hosting;
using Parley.WebSockets;

namespace Parley.EngineIo.Sockets;

/// <summary>Looks after open WebSockets and what is kept once a second, and ends all sessions when the application is told to stop.</summary>
internal sealed class SocketIoLifetime(
    SocketIoServer server, ConnectionTable connections, TimeProvider time, IHostApplicationLifetime application,
    bool looksAfterConnections) : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestGoodbye = TimeSpan.FromSeconds(5);

    public override Task StartAsync(CancellationToken cancellationToken)
    {
        // Kestrel, which stops first, would wait for every poll and every WebSocket.
        application.ApplicationStopping.Register(server.CloseAll);
        return base.StartAsync(cancellationToken);
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken).ConfigureAwait(false);
        if (!looksAfterConnections) return;
        try
        {
            // Open WebSockets are no requests of Kestrel's any more: it does not wait until they have been told.
            await connections.WhenEmpty().WaitAsync(LongestGoodbye, time, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception late) when (late is TimeoutException or OperationCanceledException)
        {
            connections.AbortAll();
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, time);
        while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false))
        {
            server.Tick();
            if (looksAfterConnections) connections.Tick();
        }
    }
}
