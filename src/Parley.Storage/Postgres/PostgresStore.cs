using Microsoft.Extensions.Logging;
using Npgsql;
using Parley.Core.Storage;
using Parley.Storage.Postgres.Migrations;
using Parley.Storage.Rows;

namespace Parley.Storage.Postgres;

/// <summary>
/// <see cref="IStore"/> in a PostgreSQL database (15 and later are tested), which several nodes may share. Times are kept to
/// the millisecond.
/// </summary>
/// <remarks>
/// Calls that do no harm when they are done twice are tried once more when their connection broke. Those whose answer says
/// whether it was they who did it are not: <see cref="CreateRoomAsync"/>, <see cref="DeleteRoomAsync"/>,
/// <see cref="RemoveMemberAsync"/> and <see cref="RemoveGuestAsync"/>.
/// </remarks>
public sealed class PostgresStore : IStore, IStoreChanges, IAsyncDisposable
{
    private readonly PostgresMigrator migrator = new(AllMigrations.InOrder);
    private readonly PostgresDatabase database;
    private readonly PostgresLocks locks;
    private readonly PostgresChanges changes;

    /// <param name="settings">How the database is reached.</param>
    /// <param name="logger">Is told when changes of other nodes can't be heard.</param>
    /// <exception cref="ArgumentException">The connection string is no good; see <see cref="PostgresSettings.Fault"/>.</exception>
    public PostgresStore(PostgresSettings settings, ILogger<PostgresStore> logger)
    {
        database = new PostgresDatabase(settings, Counts);
        locks = new PostgresLocks(settings, Counts);
        changes = new PostgresChanges(settings, Counts, Renew, logger);
    }

    /// <summary>What it counts of itself.</summary>
    public StoreCounts Counts { get; } = new();

    /// <inheritdoc/>
    public Task ListenAsync(Action<StoreChange> onChange, CancellationToken cancellationToken) =>
        changes.ListenAsync(onChange, cancellationToken);

    /// <inheritdoc/>
    /// <exception cref="SchemaTooNewException">A newer build has been at the database.</exception>
    public Task MigrateAsync(CancellationToken cancellationToken) =>
        database.RepeatableAsync((c, end) => Done(migrator.MigrateAsync(c, end)), cancellationToken);

    /// <inheritdoc/>
    /// <remarks>A newer schema is none of its business: while nodes are upgraded one after another the old ones go on.</remarks>
    public Task CheckAsync(CancellationToken cancellationToken) => database.RepeatableAsync(
        async (c, end) => await PostgresMigrator.VersionOfAsync(c, end).ConfigureAwait(false) >= migrator.Newest
            ? true
            : throw new StoreUnavailableException($"The database {database.Name} has not this build's schema."),
        cancellationToken);

    /// <inheritdoc/>
    public Task<RoomRecord?> FindRoomAsync(Guid roomId, CancellationToken cancellationToken) =>
        database.RepeatableAsync((c, end) => RoomRows.FindAsync(c, roomId, end), cancellationToken);

    /// <inheritdoc/>
    public Task<bool> CreateRoomAsync(RoomRecord room, string ownerId, CancellationToken cancellationToken) =>
        database.OnceAsync((c, end) => RoomRows.CreateAsync(c, room, ownerId, end), cancellationToken);

    /// <inheritdoc/>
    public Task<RoomRecord?> RenameRoomAsync(Guid roomId, string name, DateTimeOffset at, CancellationToken cancellationToken) =>
        database.RepeatableAsync((c, end) => RoomRows.RenameAsync(c, roomId, name, at, end), cancellationToken);

    /// <inheritdoc/>
    public Task<bool> DeleteRoomAsync(Guid roomId, CancellationToken cancellationToken) =>
        database.OnceAsync((c, end) => RoomRows.DeleteAsync(c, roomId, end), cancellationToken);

    /// <inheritdoc/>
    public Task<MemberRecord?> FindMemberAsync(Guid roomId, string accountId, CancellationToken cancellationToken) =>
        IsText(accountId)
            ? database.RepeatableAsync((c, end) => MemberRows.FindAsync(c, roomId, accountId, end), cancellationToken)
            : Task.FromResult<MemberRecord?>(null);

    /// <inheritdoc/>
    public Task<IReadOnlyList<MemberRecord>> ListMembersAsync(
        Guid roomId, string? afterAccountId, int limit, CancellationToken cancellationToken)
    {
        // Between what is in front of a NUL and what is behind it no account can be.
        var after = afterAccountId?.Split('\0')[0];
        return database.RepeatableAsync((c, end) => MemberRows.ListAsync(c, roomId, after, limit, end), cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<bool> PutMemberAsync(MemberRecord member, CancellationToken cancellationToken)
    {
        try
        {
            return await database.RepeatableAsync((c, end) => MemberRows.PutAsync(c, member, end), cancellationToken).ConfigureAwait(false);
        }
        catch (PostgresException raced) when (raced.SqlState == PostgresErrorCodes.ForeignKeyViolation)
        {
            // The room was there when the statement began, and deleted by another connection before it ended.
            return false;
        }
    }

    /// <inheritdoc/>
    public Task<bool> RemoveMemberAsync(Guid roomId, string accountId, DateTimeOffset at, CancellationToken cancellationToken) =>
        IsText(accountId)
            ? database.OnceAsync((c, end) => MemberRows.RemoveAsync(c, roomId, accountId, at, end), cancellationToken)
            : Task.FromResult(false);

    /// <inheritdoc/>
    /// <exception cref="StoreUnavailableException">The database is away, or it took longer than a statement may.</exception>
    public Task<IAsyncDisposable> LockMembersAsync(Guid roomId, CancellationToken cancellationToken) =>
        locks.TakeAsync(roomId, cancellationToken);

    /// <inheritdoc/>
    public Task<ProfileRecord?> FindProfileAsync(string accountId, CancellationToken cancellationToken) =>
        IsText(accountId)
            ? database.RepeatableAsync((c, end) => ProfileRows.FindAsync(c, accountId, end), cancellationToken)
            : Task.FromResult<ProfileRecord?>(null);

    /// <inheritdoc/>
    public Task PutProfileAsync(ProfileRecord profile, CancellationToken cancellationToken) =>
        database.RepeatableAsync((c, end) => Done(ProfileRows.PutAsync(c, profile, end)), cancellationToken);

    /// <inheritdoc/>
    public Task PutFileAsync(FileRecord file, CancellationToken cancellationToken) =>
        database.RepeatableAsync((c, end) => Done(FileRows.PutAsync(c, file, end)), cancellationToken);

    /// <inheritdoc/>
    public Task<FileRecord?> FindFileAsync(string name, CancellationToken cancellationToken) =>
        IsText(name)
            ? database.RepeatableAsync((c, end) => FileRows.FindAsync(c, name, end), cancellationToken)
            : Task.FromResult<FileRecord?>(null);

    /// <inheritdoc/>
    public Task<IReadOnlyDictionary<string, string>> ListFilesAsync(CancellationToken cancellationToken) =>
        database.RepeatableAsync((c, end) => FileRows.ListAsync(c, end), cancellationToken);

    /// <inheritdoc/>
    public Task CreateGuestAsync(GuestRecord guest, CancellationToken cancellationToken) =>
        database.RepeatableAsync((c, end) => Done(GuestRows.CreateAsync(c, guest, end)), cancellationToken);

    /// <inheritdoc/>
    public Task<GuestRecord?> FindGuestAsync(Guid sessionId, DateTimeOffset now, CancellationToken cancellationToken) =>
        database.RepeatableAsync((c, end) => GuestRows.FindAsync(c, sessionId, now, end), cancellationToken);

    /// <inheritdoc/>
    public Task<bool> TouchGuestAsync(
        Guid sessionId, DateTimeOffset expiresAt, DateTimeOffset now, CancellationToken cancellationToken) =>
        database.RepeatableAsync((c, end) => GuestRows.TouchAsync(c, sessionId, expiresAt, now, end), cancellationToken);

    /// <inheritdoc/>
    public Task<GuestRecord?> SetGuestLocationAsync(
        Guid sessionId, string? location, DateTimeOffset now, CancellationToken cancellationToken) =>
        database.RepeatableAsync((c, end) => GuestRows.SetLocationAsync(c, sessionId, location, now, end), cancellationToken);

    /// <inheritdoc/>
    public Task<bool> RemoveGuestAsync(Guid sessionId, CancellationToken cancellationToken) =>
        database.OnceAsync((c, end) => GuestRows.RemoveAsync(c, sessionId, end), cancellationToken);

    /// <inheritdoc/>
    public async Task<int> RemoveExpiredGuestsAsync(DateTimeOffset now, CancellationToken cancellationToken) =>
        (await database.RepeatableAsync((c, end) => GuestRows.RemoveExpiredAsync(c, now, end), cancellationToken).ConfigureAwait(false)).Count;

    /// <inheritdoc/>
    public Task<int> CountGuestsAsync(DateTimeOffset now, CancellationToken cancellationToken) =>
        database.RepeatableAsync((c, end) => GuestRows.CountAsync(c, now, end), cancellationToken);

    /// <inheritdoc/>
    public Task AddCallAsync(CallRecord call, CancellationToken cancellationToken) =>
        database.RepeatableAsync((c, end) => Done(CallRows.AddAsync(c, call, end)), cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<CallRecord>> ListCallsAsync(string userId, int limit, CancellationToken cancellationToken) =>
        IsText(userId)
            ? database.RepeatableAsync((c, end) => CallRows.ListAsync(c, userId, limit, end), cancellationToken)
            : Task.FromResult<IReadOnlyList<CallRecord>>([]);

    /// <inheritdoc/>
    public Task AddAuditAsync(AuditRecord entry, CancellationToken cancellationToken)
    {
        // Whom a client names in vain is written down as well, and that may be anything.
        var kept = IsText(entry.TargetId) ? entry : entry with { TargetId = entry.TargetId.Replace('\0', '\uFFFD') };
        return database.RepeatableAsync((c, end) => Done(AuditRows.AddAsync(c, kept, end)), cancellationToken);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<AuditRecord>> ListAuditAsync(
        string? workspaceId, Guid? before, int limit, CancellationToken cancellationToken) =>
        workspaceId is null || IsText(workspaceId)
            ? database.RepeatableAsync((c, end) => AuditRows.ListAsync(c, workspaceId, before, limit, end), cancellationToken)
            : Task.FromResult<IReadOnlyList<AuditRecord>>([]);

    /// <summary>Closes the connections.</summary>
    public async ValueTask DisposeAsync()
    {
        await changes.DisposeAsync().ConfigureAwait(false);
        await locks.DisposeAsync().ConfigureAwait(false);
        await database.DisposeAsync().ConfigureAwait(false);
    }

    private void Renew()
    {
        database.Renew();
        locks.Renew();
    }

    /// <summary>PostgreSQL's text has no NUL in it, so nothing by such a name is there.</summary>
    private static bool IsText(string text) => !text.Contains('\0', StringComparison.Ordinal);

    private static async Task<bool> Done(Task work)
    {
        await work.ConfigureAwait(false);
        return true;
    }
}
