using System.Text.Json;
using Parley.Core.Identity;

namespace Parley.Server.Authentication;

/// <summary>What a token says of a user in a workspace, beside who it is.</summary>
internal static class WorkspaceClaims
{
    private const int MostRoles = 32;

    /// <summary>The identity with the claims that are there and fit to be used.</summary>
    public static VerifiedIdentity IdentityOf(VerifiedToken token) => new(token.Subject, token.ExpiresAt)
    {
        WorkspaceId = Usable(token.Claims.Text("workspace_id")),
        Roles = RolesOf(token.Claims),
        DisplayName = Usable(token.Claims.Text("display_name")) ?? token.Name,
        AvatarId = Usable(token.Claims.Text("avatar_id")),
    };

    /// <summary>A list, or a single role as text. Anything else is no role at all.</summary>
    private static string[] RolesOf(JsonElement claims)
    {
        if (!claims.TryGetProperty("roles", out var roles)) return [];
        if (roles.ValueKind != JsonValueKind.Array) return roles.Text() is { } role ? [role] : [];
        return [.. roles.EnumerateArray().Take(MostRoles).Select(r => r.Text()).OfType<string>()];
    }

    private static string? Usable(string? text) => UserIds.IsValid(text) ? text : null;
}
