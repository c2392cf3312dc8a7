using Parley.Core.Storage;

namespace Parley.Server.Rest;

/// <summary>Something that a moderator did, or tried to do.</summary>
/// <param name="Id">Ordered: later entries have greater ids.</param>
/// <param name="At">UTC.</param>
/// <param name="ActorId">Who did it: a token's <c>sub</c>.</param>
/// <param name="Action"><c>mute</c>, <c>remove</c> or <c>kick</c>.</param>
/// <param name="TargetId">To whom.</param>
/// <param name="WorkspaceId">Where: the workspace.</param>
/// <param name="Room">Where: <c>world:</c> and the world's id.</param>
/// <param name="Zone">Where: the zone that the target was in, if it was in one.</param>
/// <param name="DurationSeconds">Of a mute and a kick: for how long.</param>
/// <param name="Refusal">Why it was not done; absent when it was.</param>
internal sealed record AuditBody(
    Guid Id, DateTime At, string ActorId, string Action, string TargetId, string WorkspaceId, string Room, string? Zone,
    int? DurationSeconds, string? Refusal)
{
    public static AuditBody Of(AuditRecord entry) => new(
        entry.Id, entry.At.UtcDateTime, entry.ActorId, entry.Action, entry.TargetId, entry.WorkspaceId, entry.Room,
        entry.Zone, entry.DurationSeconds, entry.Refusal);
}

/// <summary>Some of what moderators did.</summary>
/// <param name="Entries">The newest first.</param>
/// <param name="Next">For <c>before</c>, to get the page that follows; absent on the last.</param>
internal sealed record AuditPage(IReadOnlyList<AuditBody> Entries, Guid? Next = null);
