namespace Parley.Core.Storage;

/// <summary>Something that a moderator did, or tried to do.</summary>
/// <param name="Id">From <see cref="Identity.OrderedUuids"/>: later ones are greater.</param>
/// <param name="At">UTC.</param>
/// <param name="ActorId">Who did it.</param>
/// <param name="Action"><c>mute</c>, <c>remove</c> or <c>kick</c>.</param>
/// <param name="TargetId">To whom.</param>
/// <param name="WorkspaceId">Where: the workspace.</param>
/// <param name="Room">Where: the room, written <c>kind:key</c>.</param>
/// <param name="Zone">Where in the room the target was; <c>null</c> when it was not there.</param>
/// <param name="DurationSeconds">For how long; <c>null</c> for what has no length.</param>
/// <param name="Refusal">Why it was not done: <c>role</c>, …; <c>null</c> when it was.</param>
public sealed record AuditRecord(
    Guid Id, DateTimeOffset At, string ActorId, string Action, string TargetId, string WorkspaceId, string Room,
    string? Zone, int? DurationSeconds, string? Refusal);
