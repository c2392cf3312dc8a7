using Parley.Core.Identity;
using Parley.Protocols.Live;

namespace Parley.Server.Authentication;

/// <summary>What a token says of the rooms that its holder reaches.</summary>
internal static class LiveClaims
{
    /// <summary>A token for the SFU reaches the room of its zone, any other all that are no zone's.</summary>
    public static LiveScope ScopeOf(VerifiedToken token) => token.Claims.Has(TokenIssuer.UseClaim)
        ? LiveScope.OfZone(new LiveZone(
            token.Claims.Text("workspace_id") ?? "", token.Claims.Text("world") ?? "", token.Claims.Text("zone") ?? ""))
        : LiveScope.Plain;

    /// <summary>
    /// Whose token it is. One for the SFU lets somebody in within its minute; how long they stay is the zone's business, so
    /// that it does not run out for who is there.
    /// </summary>
    public static VerifiedIdentity IdentityOf(VerifiedToken token)
    {
        var identity = WorkspaceClaims.IdentityOf(token);
        return token.Claims.Has(TokenIssuer.UseClaim) ? identity with { ExpiresAt = null } : identity;
    }
}
