namespace Parley.Server.Authentication;

/// <summary>What a token says of its holder in a workspace, for the protocol <c>world</c>.</summary>
/// <param name="WorkspaceId"><c>workspace_id</c>; <c>null</c> for none.</param>
/// <param name="Roles"><c>roles</c>; empty for none.</param>
/// <param name="AvatarId"><c>avatar_id</c>; <c>null</c> for none.</param>
internal sealed record TokenWorkspace(string? WorkspaceId, IReadOnlyList<string> Roles, string? AvatarId);
