using Parley.Core.Storage;
using Parley.Server.Options;

namespace Parley.Server.Storage;

/// <summary>
/// Brings the schema up to date before the first request is taken. A database that is away is waited for, as servers and
/// their databases are started together; one that refuses is not.
/// </summary>
internal sealed partial class StoreMigration(
    IStore store, ParleyOptions options, TimeProvider time, ILogger<StoreMigration> logger) : IHostedService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var begun = time.GetTimestamp();
        while (true)
        {
            try
            {
                await store.MigrateAsync(cancellationToken);
                return;
            }
            catch (StoreUnavailableException away) when (away.MayPass && time.GetElapsedTime(begun) + Pause < options.Storage.StartTimeout)
            {
                LogAway(logger, away.Message, (options.Storage.StartTimeout - time.GetElapsedTime(begun)).TotalSeconds);
                await Task.Delay(Pause, time, cancellationToken);
            }
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(LogLevel.Warning, "{Problem} The start waits for it, for {Seconds:0} s more.")]
    private static partial void LogAway(ILogger logger, string problem, double seconds);
}
