using Parley.Core.Storage;

namespace Parley.Server.Storage;

/// <summary>Brings the schema up to date before the first request is taken.</summary>
internal sealed class StoreMigration(IStore store) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken) => store.MigrateAsync(cancellationToken);

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
