using Microsoft.Extensions.Logging.Abstractions;
using Parley.Core.Storage;
using Parley.Specs;
using Parley.Storage.Postgres;

namespace Parley.Tests.Storage.Postgres;

/// <summary>The suite of every store, on a real PostgreSQL; and what is PostgreSQL's own.</summary>
[Collection(PostgresCollection.Name)]
public sealed class PostgresStoreTests(PostgresServer server) : StoreSpec
{
    private string? connectionString;

    protected override async Task<IStore> OpenAsync() => new PostgresStore(
        new PostgresSettings(connectionString ??= await server.NewSchemaAsync()), NullLogger<PostgresStore>.Instance);

    protected override async Task CloseAsync(IStore store) => await ((PostgresStore)store).DisposeAsync();

    [Fact]
    public async Task Rows_are_what_SQLite_has_so_that_they_move_as_they_are()
    {
        var room = await NewRoomAsync("alice");

        (await server.ReadAsync<long>("SELECT created_at FROM rooms", connectionString)).ShouldBe(Noon.ToUnixTimeMilliseconds());
        (await server.ReadAsync<string>("SELECT id FROM rooms", connectionString)).ShouldBe(room.Id.ToString());
    }

    [Fact]
    public async Task A_closed_store_says_so()
    {
        var store = (PostgresStore)await OpenAsync();
        await store.DisposeAsync();

        (await Should.ThrowAsync<StoreUnavailableException>(() => store.CheckAsync(default))).Message.ShouldContain("closed");
    }

    [Fact]
    public async Task A_schema_that_is_gone_fails_the_check()
    {
        await server.ExecuteAsync("DROP TABLE parley_schema", connectionString);

        (await Should.ThrowAsync<StoreUnavailableException>(() => Store.CheckAsync(default))).Message.ShouldContain("schema");
    }

    [Fact]
    public async Task A_newer_schema_does_not_fail_the_check_of_nodes_that_are_not_upgraded_yet()
    {
        await server.ExecuteAsync("UPDATE parley_schema SET version = 99", connectionString);

        await Store.CheckAsync(default);
    }

    [Fact]
    public async Task A_value_that_can_never_be_kept_is_not_called_an_outage()
    {
        var room = await NewRoomAsync("alice");

        // Who retries outages would otherwise try this one for ever.
        var refusal = await Record.ExceptionAsync(() => Store.RenameRoomAsync(room.Id, "a\0b", Noon, default));
        refusal.ShouldNotBeNull().ShouldNotBeOfType<StoreUnavailableException>();
    }

    [Fact]
    public async Task Whom_a_moderator_names_in_vain_is_written_down_whatever_it_is()
    {
        var entry = new AuditRecord(Guid.NewGuid(), Noon, "alice", "kick", "a\0b", "acme", "world:office", null, null, "user_not_in_world");
        await Store.AddAuditAsync(entry, default);

        (await Store.ListAuditAsync("acme", null, 10, default)).ShouldBe([entry with { TargetId = "a\uFFFDb" }]);
    }

    [Fact]
    public async Task What_an_operator_changes_by_hand_is_told_too()
    {
        var room = await NewRoomAsync("alice");
        var heard = new TaskCompletionSource<StoreChange>();
        using var end = new CancellationTokenSource();
        var listens = new TaskCompletionSource();
        var listening = ((PostgresStore)Store).ListenAsync(
            change => _ = change is ChangesMissed ? listens.TrySetResult() : heard.TrySetResult(change), end.Token);
        await listens.Task;

        await server.ExecuteAsync("UPDATE members SET role = -1 WHERE account_id = 'alice'", connectionString);

        (await heard.Task).ShouldBe(new MemberRemoved(room.Id, "alice"));
        await end.CancelAsync();
        await listening;
    }
}
