using Npgsql;

namespace Parley.Storage.Postgres;

/// <summary>How the database is reached, and how long it is waited for.</summary>
/// <param name="ConnectionString">Npgsql's. It may name neither of the other three: they are said here.</param>
public sealed record PostgresSettings(string ConnectionString)
{
    /// <summary>Beside <see cref="MaxConnections"/>: those that hold a room's members for a change.</summary>
    internal const int ConnectionsForLocks = 4;

    private static readonly string[] SaidElsewhere = ["Timeout", "Command Timeout", "Maximum Pool Size"];

    /// <summary>How long a connection may take to open; whole seconds.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long a statement may take; whole seconds.</summary>
    public TimeSpan CommandTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Most connections at once; five more beside them, to listen and to hold locks.</summary>
    public int MaxConnections { get; init; } = 20;

    /// <summary>What is wrong with a connection string, or <c>null</c>. Never repeats it: it may hold a password.</summary>
    public static string? Fault(string connectionString)
    {
        const string Example = "write Host=db.example.org;Database=parley;Username=parley;Password=…";
        NpgsqlConnectionStringBuilder settings;
        try
        {
            settings = new NpgsqlConnectionStringBuilder(connectionString);
        }
        catch (Exception notReadable) when (notReadable is ArgumentException or FormatException or InvalidCastException)
        {
            return $"can't be read; {Example}.";
        }

        return string.IsNullOrEmpty(settings.Host) ? $"names no Host; {Example}."
            : string.IsNullOrEmpty(settings.Database) ? $"names no Database; {Example}."
            : SaidElsewhere.FirstOrDefault(settings.ShouldSerialize) is { } known
                ? $"says '{known}', which is an option of its own: Parley:Storage:{OptionOf(known)}."
            : null;
    }

    /// <summary>For the pool of <see cref="PostgresStore"/>.</summary>
    internal NpgsqlConnectionStringBuilder ForCalls() => new(ConnectionString)
    {
        Timeout = (int)ConnectTimeout.TotalSeconds,
        CommandTimeout = (int)CommandTimeout.TotalSeconds,
        MaxPoolSize = MaxConnections,
        // A server that does not even confirm a cancellation is not waited for: its connection is given up.
        CancellationTimeout = 500,
        Enlist = false,
        ApplicationName = NameOr("parley"),
        TargetSessionAttributes = WritableOf(new(ConnectionString)),
    };

    /// <summary>For the one connection that listens: outside the pool, as it never comes back to it.</summary>
    internal NpgsqlConnectionStringBuilder ForListening()
    {
        var settings = ForCalls();
        settings.Pooling = false;
        settings.Multiplexing = false;
        settings.ApplicationName = NameOr("parley") + " listener";
        return settings;
    }

    private static string OptionOf(string keyword) => keyword switch
    {
        "Timeout" => nameof(ConnectTimeout),
        "Command Timeout" => nameof(CommandTimeout),
        _ => nameof(MaxConnections),
    };

    /// <summary>Of several hosts, the one that takes writes.</summary>
    private static string? WritableOf(NpgsqlConnectionStringBuilder settings) =>
        settings.TargetSessionAttributes ?? (settings.Host!.Contains(',', StringComparison.Ordinal) ? "primary" : null);

    private string NameOr(string usual) => new NpgsqlConnectionStringBuilder(ConnectionString).ApplicationName ?? usual;
}
