using System.Collections.Concurrent;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Parley.Core.Storage;
using Parley.Storage.Postgres;

namespace Parley.Tests.Storage.Postgres;

/// <summary>What becomes of calls when the database goes, hangs, refuses or is busy.</summary>
[Collection(PostgresCollection.Name)]
public sealed class PostgresOutages(PostgresServer server) : IAsyncLifetime
{
    private string schema = "";
    private PostgresStore store = null!;

    public async ValueTask InitializeAsync()
    {
        schema = await server.NewSchemaAsync();
        store = New(new PostgresSettings(schema));
        await store.MigrateAsync(default);
    }

    public ValueTask DisposeAsync() => store.DisposeAsync();

    [Fact]
    public async Task A_database_that_restarts_under_load_is_used_again_and_has_all_that_it_took()
    {
        using var end = new CancellationTokenSource();
        var taken = new ConcurrentQueue<string>();
        var load = Enumerable.Range(0, 8).Select(worker => Task.Run(() => WriteUntilAsync(worker, taken, end.Token))).ToArray();
        await Eventually.Is(() => taken.Count > 50);

        await server.StopAsync();
        await Eventually.Is(() => store.Counts.Failures > 0);
        await server.StartAsync();

        var before = taken.Count;
        await Eventually.Is(() => taken.Count > before + 200);
        await end.CancelAsync();
        await Task.WhenAll(load);
        foreach (var account in taken) (await store.FindProfileAsync(account, default)).ShouldNotBeNull();
    }

    [Fact]
    public async Task Pooled_connections_that_a_restart_broke_are_noticed_by_nobody()
    {
        await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => store.CheckAsync(default)));
        await server.StopAsync();
        await server.StartAsync();

        await store.CheckAsync(default);
        await store.PutProfileAsync(Profile("alice"), default);

        store.Counts.Failures.ShouldBe(0);
    }

    [Fact]
    public async Task A_database_that_hangs_is_given_up_in_time_and_used_again_afterwards()
    {
        await using var hasty = New(new PostgresSettings(schema)
        {
            ConnectTimeout = TimeSpan.FromSeconds(1),
            CommandTimeout = TimeSpan.FromSeconds(1),
        });
        await Eventually.IsAsync(() => AnswersAsync(hasty));
        await server.SuspendAsync();
        try
        {
            var onAnOpenConnection = await Should.ThrowAsync<StoreUnavailableException>(() => hasty.CheckAsync(default));
            onAnOpenConnection.Message.ShouldContain("did not answer in time");
            onAnOpenConnection.MayPass.ShouldBeTrue();
            (await Should.ThrowAsync<StoreUnavailableException>(() => hasty.CheckAsync(default))).MayPass.ShouldBeTrue("nor on a new one");
            using var impatient = new CancellationTokenSource();
            var waiting = hasty.CheckAsync(impatient.Token);
            await impatient.CancelAsync();
            await Should.ThrowAsync<OperationCanceledException>(() => waiting);
        }
        finally
        {
            await server.ResumeAsync();
        }

        // It is hasty also with a database that is slow to come to itself.
        await Eventually.IsAsync(() => AnswersAsync(hasty));
    }

    [Fact]
    public async Task A_wrong_password_is_told_without_repeating_it()
    {
        await using var wrong = New(new PostgresSettings(server.ConnectionString(password: "not-the-word")));

        var refusal = await Should.ThrowAsync<StoreUnavailableException>(() => wrong.MigrateAsync(default));

        refusal.Message.ShouldContain("password authentication failed for user \"parley\"");
        refusal.Message.ShouldContain("Parley:Storage:ConnectionString");
        refusal.ToString().ShouldNotContain("not-the-word");
        refusal.MayPass.ShouldBeFalse("waiting does not make it right");
    }

    [Fact]
    public async Task A_database_that_is_not_there_is_told()
    {
        await using var wrong = New(new PostgresSettings(server.ConnectionString("nowhere")));

        var refusal = await Should.ThrowAsync<StoreUnavailableException>(() => wrong.MigrateAsync(default));

        refusal.Message.ShouldContain("nowhere at 127.0.0.1 is not there");
        refusal.MayPass.ShouldBeFalse();
    }

    [Fact]
    public async Task A_server_without_a_connection_to_give_is_told_with_what_to_do()
    {
        await server.ExecuteAsync($"CREATE ROLE lonely_{Name} LOGIN PASSWORD 'lonely' CONNECTION LIMIT 1");
        var lonely = server.ConnectionString(user: $"lonely_{Name}", password: "lonely");
        await using var only = await server.OpenAsync(lonely);
        await using var second = New(new PostgresSettings(lonely));

        var refusal = await Should.ThrowAsync<StoreUnavailableException>(() => second.CheckAsync(default));

        refusal.Message.ShouldContain("too many connections");
        refusal.Message.ShouldContain("Parley:Storage:MaxConnections");
        refusal.MayPass.ShouldBeTrue();
    }

    [Fact]
    public async Task More_calls_than_connections_take_turns()
    {
        await using var narrow = New(new PostgresSettings(schema) { MaxConnections = 2 });

        await Task.WhenAll(Enumerable.Range(0, 500).Select(i => narrow.PutProfileAsync(Profile($"account {i}"), default)));

        (await server.ReadAsync<long>("SELECT count(*) FROM profiles", schema)).ShouldBe(500);
    }

    [Fact]
    public async Task Who_gets_no_connection_in_time_is_told_so()
    {
        await using var narrow = New(new PostgresSettings(schema) { MaxConnections = 1, ConnectTimeout = TimeSpan.FromSeconds(1) });
        // From here on its one connection is open, however long that took.
        await Eventually.IsAsync(() => AnswersAsync(narrow));
        await using var other = await server.OpenAsync(schema);
        await using var held = await other.BeginTransactionAsync();
        await using (var locking = new NpgsqlCommand("LOCK TABLE profiles", other, held)) await locking.ExecuteNonQueryAsync();
        var first = narrow.PutProfileAsync(Profile("alice"), default);
        await WaitingAsync("INSERT INTO profiles%");

        (await Should.ThrowAsync<StoreUnavailableException>(() => narrow.CheckAsync(default))).MayPass.ShouldBeTrue();

        await held.RollbackAsync();
        await first;
    }

    [Fact]
    public async Task A_cancelled_call_is_cancelled_on_the_server_too()
    {
        await using var other = await server.OpenAsync(schema);
        await using var held = await other.BeginTransactionAsync();
        await using (var locking = new NpgsqlCommand("LOCK TABLE profiles", other, held)) await locking.ExecuteNonQueryAsync();
        using var end = new CancellationTokenSource();
        var call = store.PutProfileAsync(Profile("alice"), end.Token);
        await WaitingAsync("INSERT INTO profiles%");

        await end.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => call);
        await Eventually.IsAsync(async () => await WaitingNowAsync("INSERT INTO profiles%") == 0);
        await held.RollbackAsync();
        (await store.FindProfileAsync("alice", default)).ShouldBeNull();
    }

    [Fact]
    public async Task A_deadlock_with_another_transaction_is_tried_again()
    {
        var room = new RoomRecord(Guid.NewGuid(), "a room", DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch);
        await store.CreateRoomAsync(room, "alice", default);
        await store.PutMemberAsync(new MemberRecord(room.Id, "bob", MemberRecord.Member, DateTimeOffset.UnixEpoch), default);
        await using var first = await server.OpenAsync(schema);
        await using var holding = await first.BeginTransactionAsync();
        await RunAsync(first, "SELECT 1 FROM members WHERE account_id = 'alice' FOR UPDATE");
        await using var other = await server.OpenAsync(schema);
        // Only the store's side looks for deadlocks in time, so it is the one that gives way.
        await RunAsync(other, "SET deadlock_timeout = '1min'");
        await using var transaction = await other.BeginTransactionAsync();
        await RunAsync(other, "UPDATE members SET role = 50 WHERE account_id = 'bob'");
        var deletion = store.DeleteRoomAsync(room.Id, default);
        await WaitingAsync("%DELETE FROM ONLY%members%", "DELETE FROM rooms%");
        var update = RunAsync(other, "UPDATE rooms SET name = 'another'");
        await WaitingAsync("UPDATE rooms%");

        // Who waits looks once: the store has to begin to wait for the other when the other waits for it already.
        await holding.RollbackAsync();
        await update;
        await transaction.CommitAsync();

        (await deletion).ShouldBeTrue();
        store.Counts.Retries.ShouldBeGreaterThan(0);
        store.Counts.Failures.ShouldBe(0);

        static async Task RunAsync(NpgsqlConnection connection, string sql)
        {
            await using var command = new NpgsqlCommand(sql, connection);
            await command.ExecuteNonQueryAsync();
        }
    }

    [Fact]
    public async Task Who_listens_hears_again_after_a_restart_and_is_told_of_the_gap()
    {
        using var end = new CancellationTokenSource();
        var heard = new ConcurrentQueue<StoreChange>();
        var listening = store.ListenAsync(heard.Enqueue, end.Token);
        await Eventually.Is(() => heard.OfType<ChangesMissed>().Count() == 1);
        store.Counts.Listening.ShouldBeTrue();

        await server.StopAsync();
        await Eventually.Is(() => !store.Counts.Listening);
        await server.StartAsync();
        await Eventually.Is(() => heard.OfType<ChangesMissed>().Count() == 2);

        var room = new RoomRecord(Guid.NewGuid(), "a room", DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch);
        await store.CreateRoomAsync(room, "alice", default);
        await store.DeleteRoomAsync(room.Id, default);
        await Eventually.Is(() => heard.Contains(new RoomDeleted(room.Id)));
        store.Counts.Gaps.ShouldBe(1);
        await end.CancelAsync();
        await listening;
    }

    private static PostgresStore New(PostgresSettings settings) => new(settings, NullLogger<PostgresStore>.Instance);

    private static ProfileRecord Profile(string account) => new(account, account, null, "{}", DateTimeOffset.UnixEpoch);

    private string Name => new NpgsqlConnectionStringBuilder(schema).SearchPath!;

    private async Task WriteUntilAsync(int worker, ConcurrentQueue<string> taken, CancellationToken end)
    {
        for (var i = 0; !end.IsCancellationRequested; i++)
        {
            try
            {
                await store.PutProfileAsync(Profile($"{worker} {i}"), default);
                taken.Enqueue($"{worker} {i}");
            }
            catch (StoreUnavailableException)
            {
                // As callers see it; the next call is another try.
            }
        }
    }

    private static async Task<bool> AnswersAsync(PostgresStore store)
    {
        try
        {
            await store.CheckAsync(default);
            return true;
        }
        catch (StoreUnavailableException)
        {
            return false;
        }
    }

    /// <summary>Until such a statement waits for a lock.</summary>
    private async Task WaitingAsync(params string[] likes)
    {
        while ((await Task.WhenAll(likes.Select(WaitingNowAsync))).Sum() == 0)
        {
        }
    }

    private Task<long> WaitingNowAsync(string like) => server.ReadAsync<long>(
        $"SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE '{like}'");
}
