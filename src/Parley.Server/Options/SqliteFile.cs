using Microsoft.Data.Sqlite;

namespace Parley.Server.Options;

/// <summary>The file that a SQLite connection string names.</summary>
internal static class SqliteFile
{
    /// <summary>What is wrong with the connection string, or <c>null</c>. Never repeats it: it may hold a password.</summary>
    public static string? Fault(string connectionString)
    {
        try
        {
            var file = new SqliteConnectionStringBuilder(connectionString).DataSource;
            return file.Length == 0
                ? "names no file; write Data Source=parley-data/parley.db."
                : file.Contains(":memory:", StringComparison.Ordinal)
                    ? "asks for a database in memory, which several connections can't share; name a file."
                    : null;
        }
        catch (Exception notReadable) when (notReadable is ArgumentException or FormatException or InvalidCastException)
        {
            return "can't be read; write Data Source=parley-data/parley.db.";
        }
    }

    /// <summary>The full path; relative ones count from <paramref name="contentRoot"/>.</summary>
    public static string PathOf(string connectionString, string contentRoot) =>
        Path.GetFullPath(new SqliteConnectionStringBuilder(connectionString).DataSource, contentRoot);

    /// <summary>The connection string with the full path in it.</summary>
    public static string WithFullPath(string connectionString, string contentRoot) =>
        new SqliteConnectionStringBuilder(connectionString) { DataSource = PathOf(connectionString, contentRoot) }.ToString();
}
