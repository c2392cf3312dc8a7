namespace Parley.Core.Storage;

/// <summary>
/// What has to outlive the process: rooms, who belongs to them, how people are shown, guests and their calls.
/// Every method may be called from any thread; none is called on the path of a signal.
/// </summary>
/// <remarks>
/// Failures of the database surface as <see cref="StoreUnavailableException"/>; a missing row is a <c>null</c> or
/// <c>false</c>, never an exception. Written rows are durable when the returned task completes.
/// </remarks>
public interface IStore
{
    /// <summary>Brings the schema to the newest version. Safe to call at every start.</summary>
    Task MigrateAsync(CancellationToken cancellationToken);

    /// <summary>Succeeds when the database answers; used by the readiness probe.</summary>
    Task CheckAsync(CancellationToken cancellationToken);

    /// <summary>The room, or <c>null</c> when there is none or it was deleted.</summary>
    Task<RoomRecord?> FindRoomAsync(Guid roomId, CancellationToken cancellationToken);

    /// <summary>Creates a room with its first member, the owner. <c>false</c> when the id is taken.</summary>
    Task<bool> CreateRoomAsync(RoomRecord room, string ownerId, CancellationToken cancellationToken);

    /// <summary>Renames a room. <c>null</c> when there is no such room.</summary>
    Task<RoomRecord?> RenameRoomAsync(Guid roomId, string name, DateTimeOffset at, CancellationToken cancellationToken);

    /// <summary>Deletes a room and its memberships. <c>false</c> when there is no such room.</summary>
    Task<bool> DeleteRoomAsync(Guid roomId, CancellationToken cancellationToken);

    /// <summary>The account's membership in the room, also when it has left; <c>null</c> when it never joined.</summary>
    Task<MemberRecord?> FindMemberAsync(Guid roomId, string accountId, CancellationToken cancellationToken);

    /// <summary>
    /// Active members ordered by account id, those after <paramref name="afterAccountId"/>, at most <paramref name="limit"/>.
    /// </summary>
    Task<IReadOnlyList<MemberRecord>> ListMembersAsync(
        Guid roomId, string? afterAccountId, int limit, CancellationToken cancellationToken);

    /// <summary>Adds the member, or brings one back who had left. <c>false</c> when there is no such room.</summary>
    Task<bool> PutMemberAsync(MemberRecord member, CancellationToken cancellationToken);

    /// <summary>Marks the member as having left. <c>false</c> when it was not an active member.</summary>
    Task<bool> RemoveMemberAsync(Guid roomId, string accountId, DateTimeOffset at, CancellationToken cancellationToken);

    /// <summary>
    /// One change of a room's members at a time, on all nodes: whoever asks for the same room waits until what is returned
    /// is disposed of. For changes that depend on who else is in it.
    /// </summary>
    Task<IAsyncDisposable> LockMembersAsync(Guid roomId, CancellationToken cancellationToken);

    /// <summary>How an account is shown to others, or <c>null</c> when nobody has said.</summary>
    Task<ProfileRecord?> FindProfileAsync(string accountId, CancellationToken cancellationToken);

    /// <summary>Creates or replaces a profile.</summary>
    Task PutProfileAsync(ProfileRecord profile, CancellationToken cancellationToken);

    /// <summary>Writes a file that all nodes share, or that it was taken away.</summary>
    Task PutFileAsync(FileRecord file, CancellationToken cancellationToken);

    /// <summary>A file, or that it was taken away; <c>null</c> when it never was written.</summary>
    Task<FileRecord?> FindFileAsync(string name, CancellationToken cancellationToken);

    /// <summary>The names of all that were ever written, and their <see cref="FileRecord.Hash"/>.</summary>
    Task<IReadOnlyDictionary<string, string>> ListFilesAsync(CancellationToken cancellationToken);

    /// <summary>Creates a guest's session, under an id that no other has.</summary>
    Task CreateGuestAsync(GuestRecord guest, CancellationToken cancellationToken);

    /// <summary>The session, or <c>null</c> when there is none or it has expired by <paramref name="now"/>.</summary>
    Task<GuestRecord?> FindGuestAsync(Guid sessionId, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>
    /// Lets a session live until <paramref name="expiresAt"/>, never shorter than it would have. <c>false</c> when there is
    /// none, or it has expired by <paramref name="now"/>: what is gone does not come back.
    /// </summary>
    Task<bool> TouchGuestAsync(
        Guid sessionId, DateTimeOffset expiresAt, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Says where a guest is. <c>null</c> when there is no such session, or it has expired by <paramref name="now"/>.</summary>
    Task<GuestRecord?> SetGuestLocationAsync(
        Guid sessionId, string? location, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Ends a session. <c>false</c> when there is none.</summary>
    Task<bool> RemoveGuestAsync(Guid sessionId, CancellationToken cancellationToken);

    /// <summary>Removes the sessions that have expired by <paramref name="now"/>, and returns how many they were.</summary>
    Task<int> RemoveExpiredGuestsAsync(DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>How many sessions live at <paramref name="now"/>.</summary>
    Task<int> CountGuestsAsync(DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Writes down a call that has ended, under an id that no other has.</summary>
    Task AddCallAsync(CallRecord call, CancellationToken cancellationToken);

    /// <summary>The user's calls, made and received, those that started last first, at most <paramref name="limit"/>.</summary>
    Task<IReadOnlyList<CallRecord>> ListCallsAsync(string userId, int limit, CancellationToken cancellationToken);

    /// <summary>Writes down what a moderator did, under an id that no other has.</summary>
    Task AddAuditAsync(AuditRecord entry, CancellationToken cancellationToken);

    /// <summary>What moderators did, the newest first, at most <paramref name="limit"/>.</summary>
    /// <param name="workspaceId">In this workspace only; <c>null</c> for all.</param>
    /// <param name="before">Only what is older than this entry, whether it is still there or not; <c>null</c> from the newest.</param>
    /// <param name="limit">At most.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    Task<IReadOnlyList<AuditRecord>> ListAuditAsync(
        string? workspaceId, Guid? before, int limit, CancellationToken cancellationToken);
}
