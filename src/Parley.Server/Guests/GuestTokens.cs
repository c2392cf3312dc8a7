using System.Text.Json;
using Microsoft.IdentityModel.Tokens;
using Parley.Server.Authentication;

namespace Parley.Server.Guests;

/// <summary>Says which session a token opens.</summary>
internal sealed class GuestTokens(TokenVerifier tokens)
{
    /// <summary>The session, or one of <see cref="GuestRefusals"/>.</summary>
    public async ValueTask<(Guid? SessionId, string Refusal)> ReadAsync(string? token, CancellationToken cancellationToken)
    {
        var result = await tokens.VerifyAsync(token, cancellationToken);
        return result.Failure switch
        {
            null => (null, GuestRefusals.NoGuest),
            TokenFailure.Missing => (null, GuestRefusals.NoToken),
            TokenFailure.Expired => (null, GuestRefusals.Expired),
            // The subject is asked for last (ClaimsCheck), so everything else about this token is in order.
            TokenFailure.NoSubject => SessionOf(token!) is { } session ? (session, "") : (null, GuestRefusals.NoGuest),
            _ => (null, GuestRefusals.Invalid),
        };
    }

    /// <summary>Guests' tokens are the server's own: what an identity provider signed names no session here.</summary>
    private static Guid? SessionOf(string token) =>
        TokenShape.Read(token, out _) is { Algorithm: SecurityAlgorithms.HmacSha256, Claims: var claims } && !claims.Has("sub")
        && claims.TryGetProperty("isGuest", out var guest) && guest.ValueKind == JsonValueKind.True
        && Guid.TryParseExact(claims.Text("sessionId"), "D", out var session)
            ? session
            : null;
}
