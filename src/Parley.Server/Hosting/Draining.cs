using Parley.Core.Messages;
using Parley.Server.Endpoints;
using Parley.WebSockets;

namespace Parley.Server.Hosting;

/// <summary>
/// SIGTERM: takes nobody new, asks everybody to go (1001: reconnect, elsewhere), waits for that up to a deadline, and
/// then cuts those who remain.
/// </summary>
internal sealed partial class Draining(
    ConnectionTable connections, Admission admission, IHostApplicationLifetime lifetime, TimeProvider time,
    TimeSpan deadline, ILogger<Draining> logger) : IHostedService
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(50);

    private CancellationTokenRegistration registration;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        registration = lifetime.ApplicationStopping.Register(Begin);
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        while (connections.Count > 0 && time.GetElapsedTime(began) < deadline && !cancellationToken.IsCancellationRequested)
            await Task.Delay(Look, time, CancellationToken.None);

        if (connections.Count > 0) LogCut(logger, connections.Count);
        connections.AbortAll();
        await registration.DisposeAsync();
    }

    private void Begin()
    {
        admission.Drain();
        LogBegun(logger, connections.Count);
        connections.CloseAll(CloseCode.GoingAway, "the server is going away: reconnect");
    }

    [LoggerMessage(LogLevel.Information, "Draining {Connections} connections.")]
    private static partial void LogBegun(ILogger logger, int connections);

    [LoggerMessage(LogLevel.Warning, "{Connections} connections did not go by the deadline and are cut.")]
    private static partial void LogCut(ILogger logger, int connections);
}
