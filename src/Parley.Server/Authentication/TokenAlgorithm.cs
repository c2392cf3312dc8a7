using Microsoft.IdentityModel.Tokens;

namespace Parley.Server.Authentication;

/// <summary>
/// The algorithms that are taken, each bound to one kind of key: a public RSA key can never be used as an HMAC secret
/// (RFC 8725, section 3.1). <c>none</c> is not there.
/// </summary>
internal static class TokenAlgorithm
{
    /// <summary>For messages.</summary>
    public const string Accepted = "HS256, HS384, HS512, RS256, RS384, RS512, PS256, PS384, PS512, ES256, ES384 or ES512";

    private static readonly Dictionary<string, TokenKeyKind> Kinds = new(StringComparer.Ordinal)
    {
        [SecurityAlgorithms.HmacSha256] = TokenKeyKind.Symmetric,
        [SecurityAlgorithms.HmacSha384] = TokenKeyKind.Symmetric,
        [SecurityAlgorithms.HmacSha512] = TokenKeyKind.Symmetric,
        [SecurityAlgorithms.RsaSha256] = TokenKeyKind.Rsa,
        [SecurityAlgorithms.RsaSha384] = TokenKeyKind.Rsa,
        [SecurityAlgorithms.RsaSha512] = TokenKeyKind.Rsa,
        [SecurityAlgorithms.RsaSsaPssSha256] = TokenKeyKind.Rsa,
        [SecurityAlgorithms.RsaSsaPssSha384] = TokenKeyKind.Rsa,
        [SecurityAlgorithms.RsaSsaPssSha512] = TokenKeyKind.Rsa,
        [SecurityAlgorithms.EcdsaSha256] = TokenKeyKind.P256,
        [SecurityAlgorithms.EcdsaSha384] = TokenKeyKind.P384,
        [SecurityAlgorithms.EcdsaSha512] = TokenKeyKind.P521,
    };

    /// <summary>The kind of key, or <c>null</c> for an algorithm that is not taken.</summary>
    public static TokenKeyKind? KeyKindOf(string algorithm) => Kinds.TryGetValue(algorithm, out var kind) ? kind : null;
}
