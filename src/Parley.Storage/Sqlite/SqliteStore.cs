using Microsoft.Data.Sqlite;
using Parley.Core.Storage;
using Parley.Storage.Rows;
using Parley.Storage.Sqlite.Migrations;

namespace Parley.Storage.Sqlite;

/// <summary>
/// <see cref="IStore"/> in one SQLite file, by the operating system's library. One writer at a time, as SQLite has it;
/// readers go on meanwhile. Times are kept to the millisecond.
/// </summary>
/// <remarks>
/// The file is one node's, so whatever changes in it changes here: <see cref="IStoreChanges"/> are told as the calls that
/// make them come to their end.
/// </remarks>
public sealed class SqliteStore : IStore, IStoreChanges, IDisposable
{
    private const int Readers = 2;

    private readonly SqliteMigrator migrator = new(AllMigrations.InOrder);
    private readonly SqliteDatabase database;
    private readonly SqliteWorkers writer;
    private readonly SqliteWorkers readers;
    private readonly SqliteLocks locks = new();
    private readonly SqliteChanges changes;
    private int disposed;

    /// <param name="connectionString">
    /// <c>Data Source</c> names the file; it and its folder are created when they are missing.
    /// </param>
    /// <exception cref="DllNotFoundException">The operating system has no SQLite; the message says what to install.</exception>
    public SqliteStore(string connectionString)
    {
        database = new SqliteDatabase(connectionString);
        writer = new SqliteWorkers(database, Counts, "sqlite writer", 1);
        readers = new SqliteWorkers(database, Counts, "sqlite reader", Readers);
        changes = new SqliteChanges(Counts);
    }

    /// <summary>What it counts of itself.</summary>
    public StoreCounts Counts { get; } = new();

    /// <inheritdoc/>
    public Task ListenAsync(Action<StoreChange> onChange, CancellationToken cancellationToken) =>
        changes.ListenAsync(onChange, cancellationToken);

    /// <inheritdoc/>
    /// <exception cref="SchemaTooNewException">A newer build has been at the file.</exception>
    public Task MigrateAsync(CancellationToken cancellationToken) =>
        writer.RunAsync(c => Done(() => migrator.Migrate(c)), cancellationToken);

    /// <inheritdoc/>
    public Task CheckAsync(CancellationToken cancellationToken) =>
        readers.RunAsync(
            c => File.Exists(database.File) && SqliteMigrator.VersionOf(c) == migrator.Newest
                ? Task.FromResult(true)
                : throw new StoreUnavailableException($"{database.File} is gone or its schema is not this build's."),
            cancellationToken);

    /// <inheritdoc/>
    public Task<RoomRecord?> FindRoomAsync(Guid roomId, CancellationToken cancellationToken) =>
        readers.RunAsync(c => RoomRows.FindAsync(c, roomId, default), cancellationToken);

    /// <inheritdoc/>
    public Task<bool> CreateRoomAsync(RoomRecord room, string ownerId, CancellationToken cancellationToken) =>
        writer.RunAsync(c => RoomRows.CreateAsync(c, room, ownerId, default), cancellationToken);

    /// <inheritdoc/>
    public Task<RoomRecord?> RenameRoomAsync(Guid roomId, string name, DateTimeOffset at, CancellationToken cancellationToken) =>
        writer.RunAsync(c => RoomRows.RenameAsync(c, roomId, name, at, default), cancellationToken);

    /// <inheritdoc/>
    public async Task<bool> DeleteRoomAsync(Guid roomId, CancellationToken cancellationToken) =>
        changes.TellIf(
            await writer.RunAsync(c => RoomRows.DeleteAsync(c, roomId, default), cancellationToken).ConfigureAwait(false),
            new RoomDeleted(roomId));

    /// <inheritdoc/>
    public Task<MemberRecord?> FindMemberAsync(Guid roomId, string accountId, CancellationToken cancellationToken) =>
        readers.RunAsync(c => MemberRows.FindAsync(c, roomId, accountId, default), cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<MemberRecord>> ListMembersAsync(
        Guid roomId, string? afterAccountId, int limit, CancellationToken cancellationToken) =>
        readers.RunAsync(c => MemberRows.ListAsync(c, roomId, afterAccountId, limit, default), cancellationToken);

    /// <inheritdoc/>
    public async Task<bool> PutMemberAsync(MemberRecord member, CancellationToken cancellationToken)
    {
        var (put, wasActive) = await writer.RunAsync(c => PutMemberAsync(c, member), cancellationToken).ConfigureAwait(false);
        changes.TellIf(put && wasActive && !member.IsActive, new MemberRemoved(member.RoomId, member.AccountId));
        return put;
    }

    /// <inheritdoc/>
    public async Task<bool> RemoveMemberAsync(
        Guid roomId, string accountId, DateTimeOffset at, CancellationToken cancellationToken) =>
        changes.TellIf(
            await writer.RunAsync(c => MemberRows.RemoveAsync(c, roomId, accountId, at, default), cancellationToken)
                .ConfigureAwait(false),
            new MemberRemoved(roomId, accountId));

    /// <inheritdoc/>
    public Task<IAsyncDisposable> LockMembersAsync(Guid roomId, CancellationToken cancellationToken) =>
        locks.TakeAsync(roomId, cancellationToken);

    /// <inheritdoc/>
    public Task<ProfileRecord?> FindProfileAsync(string accountId, CancellationToken cancellationToken) =>
        readers.RunAsync(c => ProfileRows.FindAsync(c, accountId, default), cancellationToken);

    /// <inheritdoc/>
    public Task PutProfileAsync(ProfileRecord profile, CancellationToken cancellationToken) =>
        writer.RunAsync(c => Done(ProfileRows.PutAsync(c, profile, default)), cancellationToken);

    /// <inheritdoc/>
    public async Task PutFileAsync(FileRecord file, CancellationToken cancellationToken) =>
        changes.TellIf(
            await writer.RunAsync(c => Done(FileRows.PutAsync(c, file, default)), cancellationToken).ConfigureAwait(false),
            new FileChanged(file.Name));

    /// <inheritdoc/>
    public Task<FileRecord?> FindFileAsync(string name, CancellationToken cancellationToken) =>
        readers.RunAsync(c => FileRows.FindAsync(c, name, default), cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyDictionary<string, string>> ListFilesAsync(CancellationToken cancellationToken) =>
        readers.RunAsync(c => FileRows.ListAsync(c, default), cancellationToken);

    /// <inheritdoc/>
    public Task CreateGuestAsync(GuestRecord guest, CancellationToken cancellationToken) =>
        writer.RunAsync(c => Done(GuestRows.CreateAsync(c, guest, default)), cancellationToken);

    /// <inheritdoc/>
    public Task<GuestRecord?> FindGuestAsync(Guid sessionId, DateTimeOffset now, CancellationToken cancellationToken) =>
        readers.RunAsync(c => GuestRows.FindAsync(c, sessionId, now, default), cancellationToken);

    /// <inheritdoc/>
    public Task<bool> TouchGuestAsync(
        Guid sessionId, DateTimeOffset expiresAt, DateTimeOffset now, CancellationToken cancellationToken) =>
        writer.RunAsync(c => GuestRows.TouchAsync(c, sessionId, expiresAt, now, default), cancellationToken);

    /// <inheritdoc/>
    public Task<GuestRecord?> SetGuestLocationAsync(
        Guid sessionId, string? location, DateTimeOffset now, CancellationToken cancellationToken) =>
        writer.RunAsync(c => GuestRows.SetLocationAsync(c, sessionId, location, now, default), cancellationToken);

    /// <inheritdoc/>
    public async Task<bool> RemoveGuestAsync(Guid sessionId, CancellationToken cancellationToken) =>
        changes.TellIf(
            await writer.RunAsync(c => GuestRows.RemoveAsync(c, sessionId, default), cancellationToken).ConfigureAwait(false),
            new GuestEnded(sessionId));

    /// <inheritdoc/>
    public async Task<int> RemoveExpiredGuestsAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        var removed = await writer.RunAsync(c => GuestRows.RemoveExpiredAsync(c, now, default), cancellationToken)
            .ConfigureAwait(false);
        foreach (var sessionId in removed) changes.TellIf(true, new GuestEnded(sessionId));
        return removed.Count;
    }

    /// <inheritdoc/>
    public Task<int> CountGuestsAsync(DateTimeOffset now, CancellationToken cancellationToken) =>
        readers.RunAsync(c => GuestRows.CountAsync(c, now, default), cancellationToken);

    /// <inheritdoc/>
    public Task AddCallAsync(CallRecord call, CancellationToken cancellationToken) =>
        writer.RunAsync(c => Done(CallRows.AddAsync(c, call, default)), cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<CallRecord>> ListCallsAsync(string userId, int limit, CancellationToken cancellationToken) =>
        readers.RunAsync(c => CallRows.ListAsync(c, userId, limit, default), cancellationToken);

    /// <inheritdoc/>
    public async Task AddAuditAsync(AuditRecord entry, CancellationToken cancellationToken)
    {
        await writer.RunAsync(c => Done(AuditRows.AddAsync(c, entry, default)), cancellationToken).ConfigureAwait(false);
        if (UserModerated.Of(entry) is { } change) changes.TellIf(true, change);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<AuditRecord>> ListAuditAsync(
        string? workspaceId, Guid? before, int limit, CancellationToken cancellationToken) =>
        readers.RunAsync(c => AuditRows.ListAsync(c, workspaceId, before, limit, default), cancellationToken);

    /// <summary>Finishes what waits and closes the file.</summary>
    public void Dispose()
    {
        // Registered under more than one name it is disposed of more than once.
        if (Interlocked.Exchange(ref disposed, 1) != 0) return;
        writer.Dispose();
        readers.Dispose();
        locks.Dispose();
    }

    private static async Task<(bool Put, bool WasActive)> PutMemberAsync(SqliteConnection connection, MemberRecord member)
    {
        var before = await MemberRows.FindAsync(connection, member.RoomId, member.AccountId, default).ConfigureAwait(false);
        return (await MemberRows.PutAsync(connection, member, default).ConfigureAwait(false), before is { IsActive: true });
    }

    private static Task<bool> Done(Action work)
    {
        work();
        return Task.FromResult(true);
    }

    private static async Task<bool> Done(Task work)
    {
        await work.ConfigureAwait(false);
        return true;
    }
}
