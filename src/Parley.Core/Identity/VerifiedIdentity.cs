namespace Parley.Core.Identity;

/// <summary>Who a connection is, as a token showed.</summary>
/// <param name="UserId">The token's <c>sub</c>, or what the protocol takes in its place.</param>
/// <param name="ExpiresAt">When the token runs out; <c>null</c> for one who is taken on trust.</param>
public sealed record VerifiedIdentity(string UserId, DateTimeOffset? ExpiresAt)
{
    /// <summary>The workspace that the user acts in: <c>workspace_id</c>. <c>null</c> where the token names none.</summary>
    public string? WorkspaceId { get; init; }

    /// <summary>What the user may do there: <c>roles</c>.</summary>
    public IReadOnlyList<string> Roles { get; init; } = [];

    /// <summary>How others see the user: <c>display_name</c>, else <c>name</c>.</summary>
    public string? DisplayName { get; init; }

    /// <summary>The picture that others see: <c>avatar_id</c>.</summary>
    public string? AvatarId { get; init; }
}
