using Parley.Core.Storage;
using Parley.Storage.Sqlite.Migrations;

namespace Parley.Storage.Sqlite;

/// <summary>
/// <see cref="IStore"/> in one SQLite file, by the operating system's library. One writer at a time, as SQLite has it;
/// readers go on meanwhile. Times are kept to the millisecond.
/// </summary>
public sealed class SqliteStore : IStore, IDisposable
{
    private const int Readers = 2;

    private readonly SqliteMigrator migrator = new(AllMigrations.InOrder);
    private readonly SqliteDatabase database;
    private readonly SqliteWorkers writer;
    private readonly SqliteWorkers readers;

    /// <param name="connectionString">
    /// <c>Data Source</c> names the file; it and its folder are created when they are missing.
    /// </param>
    /// <exception cref="DllNotFoundException">The operating system has no SQLite; the message says what to install.</exception>
    public SqliteStore(string connectionString)
    {
        database = new SqliteDatabase(connectionString);
        writer = new SqliteWorkers(database, "sqlite writer", 1);
        readers = new SqliteWorkers(database, "sqlite reader", Readers);
    }

    /// <inheritdoc/>
    /// <exception cref="SchemaTooNewException">A newer build has been at the file.</exception>
    public Task MigrateAsync(CancellationToken cancellationToken) =>
        writer.RunAsync(c => Done(() => migrator.Migrate(c)), cancellationToken);

    /// <inheritdoc/>
    public Task CheckAsync(CancellationToken cancellationToken) =>
        readers.RunAsync(
            c => File.Exists(database.File) && SqliteMigrator.VersionOf(c) == migrator.Newest
                ? true
                : throw new StoreUnavailableException($"{database.File} is gone or its schema is not this build's."),
            cancellationToken);

    /// <inheritdoc/>
    public Task<RoomRecord?> FindRoomAsync(Guid roomId, CancellationToken cancellationToken) =>
        readers.RunAsync(c => RoomRows.Find(c, roomId), cancellationToken);

    /// <inheritdoc/>
    public Task<bool> CreateRoomAsync(RoomRecord room, string ownerId, CancellationToken cancellationToken) =>
        writer.RunAsync(c => RoomRows.Create(c, room, ownerId), cancellationToken);

    /// <inheritdoc/>
    public Task<RoomRecord?> RenameRoomAsync(Guid roomId, string name, DateTimeOffset at, CancellationToken cancellationToken) =>
        writer.RunAsync(c => RoomRows.Rename(c, roomId, name, at), cancellationToken);

    /// <inheritdoc/>
    public Task<bool> DeleteRoomAsync(Guid roomId, CancellationToken cancellationToken) =>
        writer.RunAsync(c => RoomRows.Delete(c, roomId), cancellationToken);

    /// <inheritdoc/>
    public Task<MemberRecord?> FindMemberAsync(Guid roomId, string accountId, CancellationToken cancellationToken) =>
        readers.RunAsync(c => MemberRows.Find(c, roomId, accountId), cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<MemberRecord>> ListMembersAsync(
        Guid roomId, string? afterAccountId, int limit, CancellationToken cancellationToken) =>
        readers.RunAsync(c => MemberRows.List(c, roomId, afterAccountId, limit), cancellationToken);

    /// <inheritdoc/>
    public Task<bool> PutMemberAsync(MemberRecord member, CancellationToken cancellationToken) =>
        writer.RunAsync(c => MemberRows.Put(c, member), cancellationToken);

    /// <inheritdoc/>
    public Task<bool> RemoveMemberAsync(
        Guid roomId, string accountId, DateTimeOffset at, CancellationToken cancellationToken) =>
        writer.RunAsync(c => MemberRows.Remove(c, roomId, accountId, at), cancellationToken);

    /// <inheritdoc/>
    public Task<ProfileRecord?> FindProfileAsync(string accountId, CancellationToken cancellationToken) =>
        readers.RunAsync(c => ProfileRows.Find(c, accountId), cancellationToken);

    /// <inheritdoc/>
    public Task PutProfileAsync(ProfileRecord profile, CancellationToken cancellationToken) =>
        writer.RunAsync(c => Done(() => ProfileRows.Put(c, profile)), cancellationToken);

    /// <inheritdoc/>
    public Task CreateGuestAsync(GuestRecord guest, CancellationToken cancellationToken) =>
        writer.RunAsync(c => Done(() => GuestRows.Create(c, guest)), cancellationToken);

    /// <inheritdoc/>
    public Task<GuestRecord?> FindGuestAsync(Guid sessionId, DateTimeOffset now, CancellationToken cancellationToken) =>
        readers.RunAsync(c => GuestRows.Find(c, sessionId, now), cancellationToken);

    /// <inheritdoc/>
    public Task<bool> TouchGuestAsync(
        Guid sessionId, DateTimeOffset expiresAt, DateTimeOffset now, CancellationToken cancellationToken) =>
        writer.RunAsync(c => GuestRows.Touch(c, sessionId, expiresAt, now), cancellationToken);

    /// <inheritdoc/>
    public Task<GuestRecord?> SetGuestLocationAsync(
        Guid sessionId, string? location, DateTimeOffset now, CancellationToken cancellationToken) =>
        writer.RunAsync(c => GuestRows.SetLocation(c, sessionId, location, now), cancellationToken);

    /// <inheritdoc/>
    public Task<bool> RemoveGuestAsync(Guid sessionId, CancellationToken cancellationToken) =>
        writer.RunAsync(c => GuestRows.Remove(c, sessionId), cancellationToken);

    /// <inheritdoc/>
    public Task<int> RemoveExpiredGuestsAsync(DateTimeOffset now, CancellationToken cancellationToken) =>
        writer.RunAsync(c => GuestRows.RemoveExpired(c, now), cancellationToken);

    /// <inheritdoc/>
    public Task<int> CountGuestsAsync(DateTimeOffset now, CancellationToken cancellationToken) =>
        readers.RunAsync(c => GuestRows.Count(c, now), cancellationToken);

    /// <inheritdoc/>
    public Task AddCallAsync(CallRecord call, CancellationToken cancellationToken) =>
        writer.RunAsync(c => Done(() => CallRows.Add(c, call)), cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<CallRecord>> ListCallsAsync(string userId, int limit, CancellationToken cancellationToken) =>
        readers.RunAsync(c => CallRows.List(c, userId, limit), cancellationToken);

    /// <inheritdoc/>
    public Task AddAuditAsync(AuditRecord entry, CancellationToken cancellationToken) =>
        writer.RunAsync(c => Done(() => AuditRows.Add(c, entry)), cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<AuditRecord>> ListAuditAsync(
        string? workspaceId, Guid? before, int limit, CancellationToken cancellationToken) =>
        readers.RunAsync(c => AuditRows.List(c, workspaceId, before, limit), cancellationToken);

    /// <summary>Finishes what waits and closes the file.</summary>
    public void Dispose()
    {
        writer.Dispose();
        readers.Dispose();
    }

    private static bool Done(Action work)
    {
        work();
        return true;
    }
}
