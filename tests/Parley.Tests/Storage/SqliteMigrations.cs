using Dapper;
using Microsoft.Data.Sqlite;
using Parley.Storage;
using Parley.Storage.Sqlite;
using Parley.Storage.Sqlite.Migrations;

namespace Parley.Tests.Storage;

public sealed class SqliteMigrations : IDisposable
{
    private static readonly SqliteMigration First = new(1, "CREATE TABLE pets (name TEXT)");
    private static readonly SqliteMigration Second = new(2, "ALTER TABLE pets ADD COLUMN legs INTEGER NOT NULL DEFAULT 4");
    private static readonly SqliteMigration Broken = new(3, "CREATE TABLE half (a TEXT); INSERT INTO nowhere VALUES (1)");

    private readonly string folder = Directory.CreateTempSubdirectory("parley-migrations-").FullName;

    private string FileName => Path.Combine(folder, "test.db");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Versions_are_consecutive_from_one() =>
        AllMigrations.InOrder.Select(m => m.Version).ShouldBe(Enumerable.Range(1, AllMigrations.InOrder.Count));

    [Fact]
    public void An_older_database_is_brought_up_and_keeps_its_rows()
    {
        using var connection = Open();
        new SqliteMigrator([First]).Migrate(connection);
        connection.Execute("INSERT INTO pets VALUES ('Rex')");

        new SqliteMigrator([First, Second]).Migrate(connection);

        SqliteMigrator.VersionOf(connection).ShouldBe(2);
        connection.QuerySingle<long>("SELECT legs FROM pets WHERE name = 'Rex'").ShouldBe(4);
    }

    [Fact]
    public void A_second_run_does_nothing()
    {
        using var connection = Open();
        var migrator = new SqliteMigrator([First, Second]);

        migrator.Migrate(connection);
        migrator.Migrate(connection);

        SqliteMigrator.VersionOf(connection).ShouldBe(2);
    }

    [Fact]
    public void A_step_that_fails_leaves_the_version_before_it_whole()
    {
        using var connection = Open();

        Should.Throw<SqliteException>(() => new SqliteMigrator([First, Second, Broken]).Migrate(connection));

        SqliteMigrator.VersionOf(connection).ShouldBe(2);
        connection.ExecuteScalar<long>("SELECT count(*) FROM sqlite_schema WHERE name = 'half'").ShouldBe(0);
    }

    [Fact]
    public async Task Servers_that_start_on_one_file_at_once_migrate_it_once()
    {
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() =>
        {
            using var connection = Open();
            new SqliteMigrator([First, Second]).Migrate(connection);
        })));

        using var after = Open();
        SqliteMigrator.VersionOf(after).ShouldBe(2);
    }

    [Fact]
    public async Task A_newer_schema_is_refused_with_what_to_do()
    {
        using (var connection = Open()) connection.Execute("PRAGMA user_version = 99");
        using var store = new SqliteStore($"Data Source={FileName}");

        var refusal = await Should.ThrowAsync<SchemaTooNewException>(() => store.MigrateAsync(default));

        refusal.Message.ShouldContain(FileName);
        refusal.Message.ShouldContain("schema version 99");
        refusal.Message.ShouldContain("Start the newer build again, or restore a backup");
        using var untouched = Open();
        SqliteMigrator.VersionOf(untouched).ShouldBe(99);
    }

    private SqliteConnection Open() => new SqliteDatabase($"Data Source={FileName}").Open();
}
