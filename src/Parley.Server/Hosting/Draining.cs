using Parley.Server.Options;
using Parley.WebSockets;

namespace Parley.Server.Hosting;

/// <summary>
/// SIGTERM: takes nobody new, asks everybody to go (1001: reconnect, elsewhere), waits for that up to a deadline, and
/// then cuts those who remain.
/// </summary>
internal sealed partial class Draining(
    ConnectionTable connections, NodeDrain drain, IHostApplicationLifetime lifetime, TimeProvider time,
    ShutdownOptions options, ILogger<Draining> logger) : IHostedService
{
    private CancellationTokenRegistration registration;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        registration = lifetime.ApplicationStopping.Register(drain.BeginForGood);
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        try
        {
            await connections.WhenEmpty().WaitAsync(options.DrainTimeout, time, cancellationToken);
            await drain.ArriveAsync(cancellationToken);
        }
        catch (Exception late) when (late is TimeoutException or OperationCanceledException)
        {
            // Said below.
        }

        if (connections.Count > 0) LogCut(logger, connections.Count);
        connections.AbortAll();
        await registration.DisposeAsync();
    }

    [LoggerMessage(LogLevel.Warning, "{Connections} connections did not go by the deadline and are cut.")]
    private static partial void LogCut(ILogger logger, int connections);
}
