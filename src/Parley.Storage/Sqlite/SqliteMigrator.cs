using Dapper;
using Microsoft.Data.Sqlite;

namespace Parley.Storage.Sqlite;

/// <summary>Brings a database to the newest schema. Its version is SQLite's own <c>user_version</c>.</summary>
/// <param name="migrations">In order of their versions.</param>
internal sealed class SqliteMigrator(IReadOnlyList<SqliteMigration> migrations)
{
    /// <summary>The schema this build works with.</summary>
    public int Newest => migrations[^1].Version;

    public static int VersionOf(SqliteConnection connection) => connection.ExecuteScalar<int>("PRAGMA user_version");

    /// <exception cref="SchemaTooNewException">A newer build was here before.</exception>
    public void Migrate(SqliteConnection connection)
    {
        var version = VersionOf(connection);
        if (version > Newest) throw new SchemaTooNewException(connection.DataSource, version, Newest);

        foreach (var migration in migrations.Where(m => m.Version > version)) Apply(connection, migration);
    }

    private static void Apply(SqliteConnection connection, SqliteMigration migration)
    {
        // Takes the write lock at once, so that of two servers starting on one file the second finds the work done.
        using var transaction = connection.BeginTransaction(deferred: false);
        if (VersionOf(connection) >= migration.Version) return;

        // A pragma takes no parameters; the version is a number of ours.
        connection.Execute($"{migration.Sql};PRAGMA user_version={migration.Version}", transaction: transaction);
        transaction.Commit();
    }
}
