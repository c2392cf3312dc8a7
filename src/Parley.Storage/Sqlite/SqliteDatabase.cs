using Dapper;
using Microsoft.Data.Sqlite;

namespace Parley.Storage.Sqlite;

/// <summary>One database file, and how connections to it are set up.</summary>
internal sealed class SqliteDatabase
{
    /// <summary>How long a statement waits for another process that holds the lock (a backup, a second server).</summary>
    private const int BusySeconds = 5;

    private readonly string connectionString;

    public SqliteDatabase(string connectionString)
    {
        SqliteLibrary.Use();
        var settings = new SqliteConnectionStringBuilder(connectionString)
        {
            // Each worker thread keeps one connection for good: a pool on top would keep files open after the store's end.
            Pooling = false,
            ForeignKeys = true,
            DefaultTimeout = BusySeconds,
        };
        settings.DataSource = Path.GetFullPath(settings.DataSource);
        File = settings.DataSource;
        this.connectionString = settings.ToString();
    }

    /// <summary>Full path of the file.</summary>
    public string File { get; }

    public SqliteConnection Open()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(File)!);
        var connection = new SqliteConnection(connectionString);
        try
        {
            connection.Open();
            // synchronous=FULL: what was answered to a client is on the disk, after a power cut too.
            connection.Execute($"PRAGMA busy_timeout={BusySeconds * 1000}; PRAGMA synchronous=FULL; PRAGMA trusted_schema=OFF;");
            UseWriteAheadLog(connection);
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>With it readers and the writer don't wait for each other. It is a property of the file, set once.</summary>
    private void UseWriteAheadLog(SqliteConnection connection)
    {
        var mode = connection.ExecuteScalar<string>("PRAGMA journal_mode=WAL");
        if (mode != "wal")
        {
            throw new IOException(
                $"{File} can't use SQLite's write-ahead log (its mode is '{mode}'). "
                + "Network file systems can't: put the file on a local disk.");
        }
    }
}
