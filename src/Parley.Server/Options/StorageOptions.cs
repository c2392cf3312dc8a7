namespace Parley.Server.Options;

/// <summary><c>Parley:Storage</c>.</summary>
internal sealed class StorageOptions
{
    /// <summary>The provider that needs no other service.</summary>
    public const string Sqlite = "sqlite";

    /// <summary>The provider that several nodes can share.</summary>
    public const string Postgres = "postgres";

    /// <summary>The folder for files where the database is none.</summary>
    public const string Folder = "parley-data";

    /// <summary>What <see cref="ConnectionString"/> is when nobody says.</summary>
    public const string UsualFile = $"Data Source={Folder}/parley.db";

    /// <summary>Which database: <c>sqlite</c> or <c>postgres</c>.</summary>
    public string Provider { get; set; } = Sqlite;

    /// <summary>An ADO.NET connection string. Relative file names count from the content root.</summary>
    public string ConnectionString { get; set; } = UsualFile;

    /// <summary>PostgreSQL: how long a connection may take to open; whole seconds.</summary>
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>PostgreSQL: how long a statement may take; whole seconds.</summary>
    public TimeSpan CommandTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>PostgreSQL: most connections of this server at once; five more listen and hold locks.</summary>
    public int MaxConnections { get; set; } = 20;

    /// <summary>PostgreSQL: how long the start waits for a database that is away.</summary>
    public TimeSpan StartTimeout { get; set; } = TimeSpan.FromSeconds(30);
}
