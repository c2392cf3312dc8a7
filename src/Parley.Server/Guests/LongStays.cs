using Parley.Core.Storage;
using Parley.EngineIo;
using Parley.Server.Options;

namespace Parley.Server.Guests;

/// <summary>
/// Sessions live as long as they are used, and whoever stays connected uses one: it is prolonged several times in its
/// lifetime. A guest whose session was ended is disconnected when that is seen.
/// </summary>
internal sealed partial class LongStays(
    SocketIoServer server, GuestSessions sessions, GuestCallSection options, TimeProvider time, ILogger<LongStays> logger)
    : BackgroundService
{
    private const int TimesALifetime = 4;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.SessionLifetime / TimesALifetime, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await ProlongAsync(stoppingToken);
            }
            catch (StoreUnavailableException failure)
            {
                LogFailed(logger, failure);
            }
        }
    }

    private async Task ProlongAsync(CancellationToken cancellation)
    {
        foreach (var socket in server.Main.Sockets)
        {
            if (socket.Data is not GuestSocket held) continue;
            if (!await sessions.ProlongAsync(held.Guest.SessionId, cancellation)) socket.Disconnect(close: true);
        }
    }

    [LoggerMessage(LogLevel.Warning, "Sessions of connected guests could not be prolonged; the next round tries again.")]
    private static partial void LogFailed(ILogger logger, Exception failure);
}
