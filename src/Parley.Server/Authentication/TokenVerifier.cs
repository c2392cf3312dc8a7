using System.Text;
using Microsoft.IdentityModel.Tokens;
using Parley.Server.Options;

namespace Parley.Server.Authentication;

/// <summary>
/// Verifies JWTs. Of the library only the signatures are used: what a token says is read by our own strict parser, so
/// that nothing the library would take more leniently, encrypted tokens above all, ever reaches it.
/// </summary>
/// <param name="options">Key, issuer, audience.</param>
/// <param name="jwks">Keys of an identity provider; empty where none is configured.</param>
/// <param name="time">The clock for <c>exp</c> and <c>nbf</c>.</param>
internal sealed class TokenVerifier(AuthOptions options, JwksKeys jwks, TimeProvider time)
{
    /// <summary>Most keys tried for a token that does not name its own.</summary>
    private const int MostTries = 16;

    private static readonly TokenResult Untrusted =
        TokenResult.Refused(TokenFailure.BadSignature, "The token was not signed with a key that this server trusts.");

    private readonly CryptoProviderFactory crypto = new();
    private readonly ClaimsCheck claims = new(options, time);
    private readonly byte[]? secret = options.SymmetricKey is { } key ? Encoding.UTF8.GetBytes(key) : null;

    /// <summary>Verifies with the keys at hand: synchronous and cheap, on the signal path too.</summary>
    /// <remarks>A key that is not known yet is fetched meanwhile, so that the same token may pass a little later.</remarks>
    public TokenResult Verify(string? token) => Verify(token, out _);

    /// <summary>The same for tokens that may name the user in another claim; where both are there, that one counts.</summary>
    public TokenResult VerifyWith(string subjectToo, string? token) => Verify(token, out _, subjectToo);

    /// <summary>The same, but a key that is not known yet is waited for.</summary>
    public async ValueTask<TokenResult> VerifyAsync(string? token, CancellationToken cancellationToken)
    {
        var result = Verify(token, out var refresh);
        if (refresh is null) return result;

        await refresh.WaitAsync(cancellationToken);
        return Verify(token, out _);
    }

    /// <summary>The same, and says what to wait for when the token's key is not known yet.</summary>
    public TokenResult Verify(string? token, out Task? refresh) => Verify(token, out refresh, subjectToo: null);

    /// <summary>The same where what is served is one purpose: tokens for that alone are taken, too.</summary>
    /// <param name="use">What such tokens have in <see cref="TokenIssuer.UseClaim"/>.</param>
    /// <param name="token">The token.</param>
    /// <param name="refresh">What to wait for when its key is not known yet.</param>
    public TokenResult VerifyFor(string use, string? token, out Task? refresh) => Verify(token, out refresh, subjectToo: null, use);

    private TokenResult Verify(string? token, out Task? refresh, string? subjectToo, string? use = null)
    {
        refresh = null;
        if (string.IsNullOrEmpty(token))
            return TokenResult.Refused(TokenFailure.Missing, "A token is needed: a JWT, as Bearer for instance.");
        if (TokenShape.Read(token, out var failure) is not { } shape) return failure;

        var signed = Encoding.ASCII.GetBytes(token, 0, shape.SignedLength);
        var holds = shape.KeyKind == TokenKeyKind.Symmetric
            ? secret is not null && SymmetricKeys.Holds(secret, shape, signed)
            : HoldsForAny(shape, signed, out refresh);
        return holds ? claims.Check(shape.Claims, subjectToo, use) : Untrusted;
    }

    private bool HoldsForAny(TokenShape token, byte[] signed, out Task? refresh)
    {
        var keys = jwks.Find(token).Take(MostTries).ToArray();
        refresh = keys.Length == 0 ? jwks.RefreshForUnknownKey() : null;
        return keys.Any(k => Holds(k, token, signed));
    }

    private bool Holds(VerificationKey key, TokenShape token, byte[] signed)
    {
        SignatureProvider? provider = null;
        try
        {
            // The factory keeps providers, and they may be used by several threads.
            provider = crypto.CreateForVerifying(key.Key, token.Algorithm);
            return provider.Verify(signed, token.Signature);
        }
        catch (Exception refused) when (refused is System.Security.Cryptography.CryptographicException
            or ArgumentException or NotSupportedException or InvalidOperationException or SecurityTokenException)
        {
            return false;
        }
        finally
        {
            if (provider is not null) crypto.ReleaseSignatureProvider(provider);
        }
    }
}
