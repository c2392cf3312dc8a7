using Parley.Core.Storage;

namespace Parley.Tests.Storage;

/// <summary>A store that starts, and then does the same at every call: fails, or never answers.</summary>
/// <param name="fault">What it does; a task that ends well would give empty answers.</param>
internal sealed class FaultyStore(Func<CancellationToken, Task> fault) : IStore
{
    private int checks;

    public FaultyStore(Exception failure)
        : this(_ => Task.FromException(failure))
    {
    }

    /// <summary>How often the readiness check was asked for.</summary>
    public int Checks => Volatile.Read(ref checks);

    public static FaultyStore Silent() => new(cancellationToken => Task.Delay(Timeout.Infinite, cancellationToken));

    public Task MigrateAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task CheckAsync(CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref checks);
        return fault(cancellationToken);
    }

    public Task PutFileAsync(FileRecord file, CancellationToken cancellationToken) => fault(cancellationToken);

    public Task<FileRecord?> FindFileAsync(string name, CancellationToken cancellationToken) => Do<FileRecord?>(cancellationToken);

    public Task<IReadOnlyDictionary<string, string>> ListFilesAsync(CancellationToken cancellationToken) =>
        Do<IReadOnlyDictionary<string, string>>(cancellationToken);

    public Task<RoomRecord?> FindRoomAsync(Guid roomId, CancellationToken cancellationToken) => Do<RoomRecord?>(cancellationToken);

    public Task<bool> CreateRoomAsync(RoomRecord room, string ownerId, CancellationToken cancellationToken) => Do<bool>(cancellationToken);

    public Task<RoomRecord?> RenameRoomAsync(Guid roomId, string name, DateTimeOffset at, CancellationToken cancellationToken) =>
        Do<RoomRecord?>(cancellationToken);

    public Task<bool> DeleteRoomAsync(Guid roomId, CancellationToken cancellationToken) => Do<bool>(cancellationToken);

    public Task<MemberRecord?> FindMemberAsync(Guid roomId, string accountId, CancellationToken cancellationToken) =>
        Do<MemberRecord?>(cancellationToken);

    public Task<IReadOnlyList<MemberRecord>> ListMembersAsync(
        Guid roomId, string? afterAccountId, int limit, CancellationToken cancellationToken) => Do<IReadOnlyList<MemberRecord>>(cancellationToken);

    public Task<bool> PutMemberAsync(MemberRecord member, CancellationToken cancellationToken) => Do<bool>(cancellationToken);

    public Task<bool> RemoveMemberAsync(Guid roomId, string accountId, DateTimeOffset at, CancellationToken cancellationToken) =>
        Do<bool>(cancellationToken);

    public Task<IAsyncDisposable> LockMembersAsync(Guid roomId, CancellationToken cancellationToken) => Do<IAsyncDisposable>(cancellationToken);

    public Task<ProfileRecord?> FindProfileAsync(string accountId, CancellationToken cancellationToken) => Do<ProfileRecord?>(cancellationToken);

    public Task PutProfileAsync(ProfileRecord profile, CancellationToken cancellationToken) => fault(cancellationToken);

    public Task CreateGuestAsync(GuestRecord guest, CancellationToken cancellationToken) => fault(cancellationToken);

    public Task<GuestRecord?> FindGuestAsync(Guid sessionId, DateTimeOffset now, CancellationToken cancellationToken) =>
        Do<GuestRecord?>(cancellationToken);

    public Task<bool> TouchGuestAsync(
        Guid sessionId, DateTimeOffset expiresAt, DateTimeOffset now, CancellationToken cancellationToken) => Do<bool>(cancellationToken);

    public Task<GuestRecord?> SetGuestLocationAsync(
        Guid sessionId, string? location, DateTimeOffset now, CancellationToken cancellationToken) => Do<GuestRecord?>(cancellationToken);

    public Task<bool> RemoveGuestAsync(Guid sessionId, CancellationToken cancellationToken) => Do<bool>(cancellationToken);

    public Task<int> RemoveExpiredGuestsAsync(DateTimeOffset now, CancellationToken cancellationToken) => Do<int>(cancellationToken);

    public Task<int> CountGuestsAsync(DateTimeOffset now, CancellationToken cancellationToken) => Do<int>(cancellationToken);

    public Task AddCallAsync(CallRecord call, CancellationToken cancellationToken) => fault(cancellationToken);

    public Task<IReadOnlyList<CallRecord>> ListCallsAsync(string userId, int limit, CancellationToken cancellationToken) =>
        Do<IReadOnlyList<CallRecord>>(cancellationToken);

    public Task AddAuditAsync(AuditRecord entry, CancellationToken cancellationToken) => fault(cancellationToken);

    public Task<IReadOnlyList<AuditRecord>> ListAuditAsync(
        string? workspaceId, Guid? before, int limit, CancellationToken cancellationToken) =>
        Do<IReadOnlyList<AuditRecord>>(cancellationToken);

    private async Task<T> Do<T>(CancellationToken cancellationToken)
    {
        await fault(cancellationToken);
        return default!;
    }
}
