using Microsoft.Extensions.DependencyInjection.Extensions;
using Parley.Core.Metrics;
using Parley.Core.Storage;
using Parley.Server.Options;
using Parley.Storage;
using Parley.Storage.Postgres;
using Parley.Storage.Sqlite;

namespace Parley.Server.Storage;

/// <summary>Registers the store, and what is done about changes in it.</summary>
internal static class StorageServices
{
    public static IServiceCollection AddParleyStorage(this IServiceCollection services, ParleyOptions options)
    {
        var storage = options.Storage;
        if (storage.Provider == StorageOptions.Postgres) services.AddPostgres(storage);
        else services.AddSqlite(storage);
        services.AddHostedService<StoreMigration>();
        services.AddSingleton(options.World).AddSingleton<GuestEndings>().AddSingleton<ModerationChanges>().AddSingleton<StoreReview>();
        return services.AddHostedService<StoreListener>();
    }

    private static void AddSqlite(this IServiceCollection services, StorageOptions storage)
    {
        services.AddSingleton(s =>
        {
            var store = new SqliteStore(storage.ConnectionString);
            Observe(s, store.Counts);
            return store;
        });
        services.TryAddSingleton<IStore>(s => s.GetRequiredService<SqliteStore>());
        services.TryAddSingleton<IStoreChanges>(s => s.GetRequiredService<SqliteStore>());
    }

    private static void AddPostgres(this IServiceCollection services, StorageOptions storage)
    {
        var settings = new PostgresSettings(storage.ConnectionString)
        {
            ConnectTimeout = storage.ConnectTimeout,
            CommandTimeout = storage.CommandTimeout,
            MaxConnections = storage.MaxConnections,
        };
        services.AddSingleton(s =>
        {
            var store = new PostgresStore(settings, s.GetRequiredService<ILogger<PostgresStore>>());
            Observe(s, store.Counts);
            return store;
        });
        services.TryAddSingleton<IStore>(s => s.GetRequiredService<PostgresStore>());
        services.TryAddSingleton<IStoreChanges>(s => s.GetRequiredService<PostgresStore>());
    }

    private static void Observe(IServiceProvider services, StoreCounts counts) =>
        services.GetRequiredService<ParleyMetrics>().ObserveStore(
            () => counts.Failures, () => counts.Retries, () => counts.Listening, () => counts.Gaps);
}
