using System.Text.Json;
using Parley.Core.Identity;
using Parley.Server.Options;

namespace Parley.Server.Authentication;

/// <summary>What a token's claims have to say (RFC 7519, section 4.1) once its signature holds.</summary>
internal sealed class ClaimsCheck(AuthOptions options, TimeProvider time)
{
    /// <summary>How far the clocks of who signs and who verifies may be apart.</summary>
    public static readonly TimeSpan Skew = TimeSpan.FromSeconds(30);

    private static readonly string SubjectRule =
        $"The token's 'sub' has to be 1 to {UserIds.MaxLength} characters, without control characters.";

    /// <summary>The last second of the year 9999, as Unix time.</summary>
    private const double LastSecond = 253_402_300_799;

    /// <param name="claims">What the token says.</param>
    /// <param name="subjectToo">A claim that names the user in place of <c>sub</c>, where it is there.</param>
    /// <param name="use">The one purpose for which tokens are taken beside those for any.</param>
    public TokenResult Check(JsonElement claims, string? subjectToo = null, string? use = null)
    {
        if (TimeOf(claims, "exp") is not { } expires)
            return Refused(TokenFailure.Malformed, "The token has no 'exp', or it is no number of seconds since 1970.");
        if (claims.Has("nbf") && TimeOf(claims, "nbf") is null)
            return Refused(TokenFailure.Malformed, "The token's 'nbf' is no number of seconds since 1970.");

        var now = time.GetUtcNow();
        if (now - Skew >= expires) return Refused(TokenFailure.Expired, "The token has expired; get a new one.");
        if (TimeOf(claims, "nbf") > now + Skew)
            return Refused(TokenFailure.NotYetValid, "The token is not valid yet ('nbf'); are the clocks right?");
        if (options.Issuer is not null && claims.Text("iss") != options.Issuer)
            return Refused(TokenFailure.WrongIssuer, "The token's issuer ('iss') is not the one this server trusts.");
        if (options.Audience is not null && !IsFor(claims, options.Audience))
            return Refused(TokenFailure.WrongAudience, "The token is meant for another audience ('aud').");
        // What is for one purpose opens nothing else, though it names a user.
        if (claims.Has(TokenIssuer.UseClaim) && (use is null || claims.Text(TokenIssuer.UseClaim) != use))
            return Refused(TokenFailure.WrongAudience, $"The token is for one purpose only ('{TokenIssuer.UseClaim}'), and not for this.");
        var claim = subjectToo is not null && claims.Has(subjectToo) ? subjectToo : "sub";
        if (claims.Text(claim) is not { } subject || !UserIds.IsValid(subject))
            return Refused(TokenFailure.NoSubject, SubjectRule);

        var name = claims.Text("name");
        return TokenResult.Verified(new VerifiedToken(subject, UserIds.IsValid(name) ? name : null, expires, claims));
    }

    private static TokenResult Refused(TokenFailure failure, string message) => TokenResult.Refused(failure, message);

    private static DateTimeOffset? TimeOf(JsonElement claims, string name) =>
        claims.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number
        && value.TryGetDouble(out var seconds) && seconds is >= 0 and <= LastSecond
            ? DateTimeOffset.UnixEpoch.AddSeconds(seconds)
            : null;

    private static bool IsFor(JsonElement claims, string audience) =>
        claims.TryGetProperty("aud", out var aud)
        && (aud.ValueKind == JsonValueKind.Array ? aud.EnumerateArray().Any(a => a.Text() == audience) : aud.Text() == audience);
}
