namespace Parley.Core.Storage;

/// <summary>Something that <see cref="IStoreChanges"/> tells.</summary>
public abstract record StoreChange;

/// <summary>An account is no active member of a room any more: it left, was removed or was banned.</summary>
/// <param name="RoomId">The room.</param>
/// <param name="AccountId">The account.</param>
public sealed record MemberRemoved(Guid RoomId, string AccountId) : StoreChange;

/// <summary>A room is gone, and with it its memberships.</summary>
/// <param name="RoomId">The room.</param>
public sealed record RoomDeleted(Guid RoomId) : StoreChange;

/// <summary>A guest's session was ended, or has expired and was swept.</summary>
/// <param name="SessionId">The session.</param>
public sealed record GuestEnded(Guid SessionId) : StoreChange;

/// <summary>A moderator did something that holds for a time.</summary>
/// <param name="Room">Where: the room, written <c>kind:key</c>.</param>
/// <param name="Action"><c>mute</c> or <c>kick</c>.</param>
/// <param name="TargetId">To whom.</param>
/// <param name="Until">UTC; how long it holds.</param>
public sealed record UserModerated(string Room, string Action, string TargetId, DateTimeOffset Until) : StoreChange
{
    /// <summary>What an entry of the record says, or <c>null</c> when nothing of it holds for a time.</summary>
    public static UserModerated? Of(AuditRecord entry) =>
        entry is { Refusal: null, DurationSeconds: { } seconds }
            ? new UserModerated(entry.Room, entry.Action, entry.TargetId, entry.At.AddSeconds(seconds))
            : null;
}

/// <summary>A file that all nodes share was written, or taken away.</summary>
/// <param name="Name">Which.</param>
public sealed record FileChanged(string Name) : StoreChange;

/// <summary>Any of the others may have happened unnoticed: what is connected has to be compared with the store.</summary>
public sealed record ChangesMissed : StoreChange;
