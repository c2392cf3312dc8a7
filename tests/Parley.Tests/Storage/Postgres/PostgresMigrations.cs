using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Parley.Core.Storage;
using Parley.Storage;
using Parley.Storage.Postgres;
using Parley.Storage.Postgres.Migrations;

namespace Parley.Tests.Storage.Postgres;

[Collection(PostgresCollection.Name)]
public sealed class PostgresMigrations(PostgresServer server)
{
    private static readonly PostgresMigration First = new(1, "CREATE TABLE pets (name text)");
    private static readonly PostgresMigration Second = new(2, "ALTER TABLE pets ADD COLUMN legs integer NOT NULL DEFAULT 4");
    private static readonly PostgresMigration Broken = new(3, "CREATE TABLE half (a text); INSERT INTO nowhere VALUES (1)");

    [Fact]
    public void Versions_are_consecutive_from_one() =>
        AllMigrations.InOrder.Select(m => m.Version).ShouldBe(Enumerable.Range(1, AllMigrations.InOrder.Count));

    [Fact]
    public async Task An_older_database_is_brought_up_and_keeps_its_rows()
    {
        var schema = await server.NewSchemaAsync();
        await MigrateAsync(schema, First);
        await server.ExecuteAsync("INSERT INTO pets VALUES ('Rex')", schema);

        await MigrateAsync(schema, First, Second);

        (await VersionAsync(schema)).ShouldBe(2);
        (await server.ReadAsync<int>("SELECT legs FROM pets WHERE name = 'Rex'", schema)).ShouldBe(4);
    }

    [Fact]
    public async Task A_step_that_fails_leaves_the_version_before_it_whole()
    {
        var schema = await server.NewSchemaAsync();

        await Should.ThrowAsync<PostgresException>(() => MigrateAsync(schema, First, Second, Broken));

        (await VersionAsync(schema)).ShouldBe(2);
        (await server.ReadAsync<bool>("SELECT to_regclass('half') IS NULL", schema)).ShouldBeTrue();
    }

    [Fact]
    public async Task Ten_nodes_that_start_at_once_on_an_empty_database_migrate_it_once()
    {
        var schema = await server.NewSchemaAsync();

        await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => Task.Run(async () =>
        {
            await using var store = New(schema);
            await store.MigrateAsync(default);
            await store.CheckAsync(default);
        })));

        (await VersionAsync(schema)).ShouldBe(AllMigrations.InOrder[^1].Version);
        (await server.ReadAsync<long>("SELECT count(*) FROM parley_schema", schema)).ShouldBe(1);
    }

    [Fact]
    public async Task A_newer_schema_is_refused_with_what_to_do()
    {
        var schema = await server.NewSchemaAsync();
        await server.ExecuteAsync("CREATE TABLE parley_schema (version integer); INSERT INTO parley_schema VALUES (99)", schema);
        await using var store = New(schema);

        var refusal = await Should.ThrowAsync<SchemaTooNewException>(() => store.MigrateAsync(default));

        refusal.Message.ShouldContain("schema version 99");
        refusal.Message.ShouldContain("Start the newer build again, or restore a backup");
        (await VersionAsync(schema)).ShouldBe(99);
    }

    [Fact]
    public async Task A_role_that_may_only_read_and_write_starts_on_a_schema_that_another_has_made()
    {
        var schema = await server.NewSchemaAsync();
        var name = new NpgsqlConnectionStringBuilder(schema).SearchPath;
        await server.ExecuteAsync($"CREATE ROLE clerk_{name} LOGIN PASSWORD 'clerk'");
        var clerk = $"{server.ConnectionString(user: $"clerk_{name}", password: "clerk")};Search Path={name}";
        await server.ExecuteAsync($"GRANT USAGE ON SCHEMA {name} TO clerk_{name}");
        await using var store = New(clerk);

        var refusal = await Should.ThrowAsync<StoreUnavailableException>(() => store.MigrateAsync(default));
        refusal.Message.ShouldContain("permission denied");
        refusal.Message.ShouldContain("docs/storage.md");
        refusal.MayPass.ShouldBeFalse();

        await using (var owner = New(schema)) await owner.MigrateAsync(default);
        await server.ExecuteAsync($"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA {name} TO clerk_{name}");
        await store.MigrateAsync(default);
        var room = new RoomRecord(Guid.NewGuid(), "a room", DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch);
        (await store.CreateRoomAsync(room, "alice", default)).ShouldBeTrue();
        (await store.RemoveMemberAsync(room.Id, "alice", DateTimeOffset.UnixEpoch, default)).ShouldBeTrue();
        (await store.DeleteRoomAsync(room.Id, default)).ShouldBeTrue();
    }

    [Fact]
    public async Task A_database_that_is_not_UTF8_is_refused_in_words()
    {
        await server.ExecuteAsync("CREATE DATABASE latin ENCODING 'LATIN1' LOCALE_PROVIDER libc LOCALE 'C' TEMPLATE template0");
        await using var store = New(server.ConnectionString("latin"));

        (await Should.ThrowAsync<StoreUnavailableException>(() => store.MigrateAsync(default))).Message.ShouldContain("needs UTF8");
    }

    private static PostgresStore New(string connectionString) => new(new(connectionString), NullLogger<PostgresStore>.Instance);

    private async Task MigrateAsync(string schema, params PostgresMigration[] migrations)
    {
        await using var connection = await server.OpenAsync(schema);
        await new PostgresMigrator(migrations).MigrateAsync(connection, default);
    }

    private async Task<int> VersionAsync(string schema)
    {
        await using var connection = await server.OpenAsync(schema);
        return await PostgresMigrator.VersionOfAsync(connection, default);
    }
}
