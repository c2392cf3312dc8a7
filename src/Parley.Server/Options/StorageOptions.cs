namespace Parley.Server.Options;

/// <summary><c>Parley:Storage</c>.</summary>
internal sealed class StorageOptions
{
    /// <summary>The provider that needs no other service.</summary>
    public const string Sqlite = "sqlite";

    /// <summary>Which database: <c>sqlite</c>.</summary>
    public string Provider { get; set; } = Sqlite;

    /// <summary>An ADO.NET connection string. Relative file names count from the content root.</summary>
    public string ConnectionString { get; set; } = "Data Source=parley-data/parley.db";
}
