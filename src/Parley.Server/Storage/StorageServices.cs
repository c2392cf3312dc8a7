using Microsoft.Extensions.DependencyInjection.Extensions;
using Parley.Core.Storage;
using Parley.Server.Options;
using Parley.Storage.Sqlite;

namespace Parley.Server.Storage;

/// <summary>Registers the store.</summary>
internal static class StorageServices
{
    public static IServiceCollection AddParleyStorage(this IServiceCollection services)
    {
        services.TryAddSingleton<IStore>(s => new SqliteStore(s.GetRequiredService<ParleyOptions>().Storage.ConnectionString));
        return services.AddHostedService<StoreMigration>();
    }
}
