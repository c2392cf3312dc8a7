using Parley.Storage.Postgres;

namespace Parley.Server.Options;

/// <summary>What the database's options have to be.</summary>
internal static class StorageRules
{
    private const string Key = "Storage:ConnectionString";

    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    public static void Check(StorageOptions storage, Action<string, string> add)
    {
        switch (storage.Provider)
        {
            case StorageOptions.Sqlite:
                if (SqliteFile.Fault(storage.ConnectionString) is { } fault) add(Key, fault);
                break;
            case StorageOptions.Postgres when storage.ConnectionString == StorageOptions.UsualFile:
                add(Key, "is missing; write Host=db.example.org;Database=parley;Username=parley;Password=…");
                break;
            case StorageOptions.Postgres:
                if (PostgresSettings.Fault(storage.ConnectionString) is { } problem) add(Key, problem);
                break;
            default:
                add("Storage:Provider", $"is '{storage.Provider}'; it has to be '{StorageOptions.Sqlite}' or '{StorageOptions.Postgres}'.");
                break;
        }

        CheckSeconds("Storage:ConnectTimeout", storage.ConnectTimeout, Second, TimeSpan.FromMinutes(1), add);
        CheckSeconds("Storage:CommandTimeout", storage.CommandTimeout, Second, TimeSpan.FromMinutes(5), add);
        CheckSeconds("Storage:StartTimeout", storage.StartTimeout, TimeSpan.Zero, TimeSpan.FromHours(1), add);
        if (storage.MaxConnections is < 1 or > 1000) add("Storage:MaxConnections", $"is {storage.MaxConnections}; it has to be from 1 to 1000.");
    }

    /// <summary>The driver counts in whole seconds.</summary>
    private static void CheckSeconds(string key, TimeSpan value, TimeSpan least, TimeSpan most, Action<string, string> add)
    {
        if (value < least || value > most) add(key, $"is {value}; it has to be from {least} to {most}.");
        else if (value.Ticks % TimeSpan.TicksPerSecond != 0) add(key, $"is {value}; it has to be whole seconds.");
    }
}
