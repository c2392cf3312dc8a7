using Dapper;
using Microsoft.Data.Sqlite;
using Parley.Core.Storage;
using Parley.Specs;
using Parley.Storage.Sqlite;

namespace Parley.Tests.Storage;

/// <summary>The suite of every store, on a real file; and what is SQLite's own.</summary>
public sealed class SqliteStoreTests : StoreSpec
{
    private readonly string folder = Directory.CreateTempSubdirectory("parley-store-").FullName;

    private string FileName => Path.Combine(folder, "deep", "below", "parley.db");

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    protected override Task<IStore> OpenAsync() => Task.FromResult<IStore>(new SqliteStore($"Data Source={FileName}"));

    protected override Task CloseAsync(IStore store)
    {
        ((SqliteStore)store).Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public void The_folder_of_the_file_is_made() => File.Exists(FileName).ShouldBeTrue();

    [Fact]
    public void The_file_keeps_a_write_ahead_log() => Read<string>("PRAGMA journal_mode").ShouldBe("wal");

    [Fact]
    public void The_library_is_the_operating_systems_own()
    {
        if (!OperatingSystem.IsLinux()) Assert.Skip("Only Linux tells which files a process has mapped.");

        File.ReadAllLines("/proc/self/maps").ShouldContain(l => l.Contains("libsqlite3.so.0"));
        File.ReadAllLines("/proc/self/maps").ShouldNotContain(l => l.Contains("libe_sqlite3"));
    }

    [Fact]
    public async Task Times_are_kept_as_Unix_milliseconds_and_ids_as_text()
    {
        var room = await NewRoomAsync("alice");

        Read<long>("SELECT created_at FROM rooms").ShouldBe(Noon.ToUnixTimeMilliseconds());
        Read<string>("SELECT id FROM rooms").ShouldBe(room.Id.ToString());
    }

    [Fact]
    public async Task A_closed_store_says_so()
    {
        var store = (SqliteStore)await OpenAsync();
        store.Dispose();

        (await Should.ThrowAsync<StoreUnavailableException>(() => store.CheckAsync(default))).Message.ShouldContain("closed");
    }

    [Fact]
    public async Task A_vanished_file_fails_the_check()
    {
        File.Delete(FileName);

        (await Should.ThrowAsync<StoreUnavailableException>(() => Store.CheckAsync(default))).Message.ShouldContain("is gone");
    }

    [Fact]
    public async Task A_file_that_is_no_database_is_named_in_the_error()
    {
        var file = Path.Combine(folder, "letter.txt");
        await File.WriteAllTextAsync(file, new string('x', 4096));
        using var store = new SqliteStore($"Data Source={file}");

        (await Should.ThrowAsync<StoreUnavailableException>(() => store.MigrateAsync(default))).Message.ShouldContain(file);
    }

    [Fact]
    public async Task A_failed_call_does_not_spoil_the_next()
    {
        Write("DROP TABLE profiles");
        await Should.ThrowAsync<StoreUnavailableException>(() => Store.FindProfileAsync("alice", default));

        (await NewRoomAsync("alice")).ShouldNotBeNull();
        await Store.CheckAsync(default);
    }

    [Fact]
    public async Task A_writer_in_another_process_is_waited_for()
    {
        await using var other = Connect();
        var transaction = await other.BeginTransactionAsync();
        await other.ExecuteAsync("INSERT INTO rooms VALUES ('x', 'x', 0, 0)", transaction: transaction);

        var waiting = NewRoomAsync("alice");
        (await Store.FindRoomAsync(Guid.NewGuid(), default)).ShouldBeNull("readers don't wait");
        waiting.IsCompleted.ShouldBeFalse();

        await transaction.CommitAsync();
        await waiting;
    }

    [Fact]
    public async Task Readers_wait_for_no_pool_thread_that_the_store_blocks()
    {
        // More calls than the queue has places: all of them get their turn, and none holds a thread meanwhile.
        var room = await NewRoomAsync("alice");
        var found = await Task.WhenAll(Enumerable.Range(0, 5000).Select(_ => Store.FindRoomAsync(room.Id, default)));

        found.ShouldAllBe(r => r == room);
    }

    private SqliteConnection Connect()
    {
        var connection = new SqliteConnection($"Data Source={FileName};Pooling=False");
        connection.Open();
        return connection;
    }

    private T Read<T>(string sql)
    {
        using var connection = Connect();
        return connection.ExecuteScalar<T>(sql)!;
    }

    private void Write(string sql)
    {
        using var connection = Connect();
        connection.Execute(sql);
    }
}
