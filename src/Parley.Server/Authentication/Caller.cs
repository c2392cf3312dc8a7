using System.Security.Claims;
using Parley.Protocols.World;

namespace Parley.Server.Authentication;

/// <summary>Who calls a REST endpoint: a user, or the operator, who has no account.</summary>
/// <param name="AccountId">The token's <c>sub</c>; <c>null</c> for the operator.</param>
/// <param name="Name">The token's <c>name</c>.</param>
/// <param name="IsAdmin">Whether the admin key was shown.</param>
/// <param name="AdminOf">The workspace that the token makes its holder an Admin of, or <c>null</c>.</param>
internal sealed record Caller(string? AccountId, string? Name, bool IsAdmin, string? AdminOf)
{
    private const string Subject = "sub";
    private const string NameClaim = "name";
    private const string WorkspaceClaim = "workspace_id";
    private const string Admin = "admin";

    // No role: the operator's is one, and nothing that a token says may ever be taken for that.
    private const string WorkspaceAdmin = "workspace_admin";

    /// <summary>Lets endpoints ask for the caller as for any parameter.</summary>
    public static ValueTask<Caller?> BindAsync(HttpContext context) => ValueTask.FromResult<Caller?>(Of(context.User));

    public static Caller Of(ClaimsPrincipal principal) =>
        new(
            principal.FindFirstValue(Subject), principal.FindFirstValue(NameClaim), principal.IsInRole(Admin),
            principal.FindFirstValue(WorkspaceAdmin))
        {
            WorkspaceId = principal.FindFirstValue(WorkspaceClaim),
        };

    /// <summary>The token's <c>workspace_id</c>; <c>null</c> where it names none, and for the operator.</summary>
    public string? WorkspaceId { get; private init; }

    public static ClaimsIdentity UserIdentity(VerifiedToken token)
    {
        var identity = new ClaimsIdentity(
            [new Claim(Subject, token.Subject)], BearerHandler.SchemeName, NameClaim, ClaimTypes.Role);
        if (token.Name is { } name) identity.AddClaim(new Claim(NameClaim, name));
        if (token.Claims.Text(WorkspaceClaim) is { } workspace) identity.AddClaim(new Claim(WorkspaceClaim, workspace));
        if (WorkspaceClaims.IdentityOf(token) is { WorkspaceId: { } own } user && user.Roles.Contains(WorldRoles.Admin))
            identity.AddClaim(new Claim(WorkspaceAdmin, own));
        return identity;
    }

    public static ClaimsIdentity AdminIdentity() => new([new Claim(ClaimTypes.Role, Admin)], BearerHandler.SchemeName);

    /// <summary>For the policy.</summary>
    public static bool IsAdminPrincipal(ClaimsPrincipal principal) => principal.IsInRole(Admin);
}
