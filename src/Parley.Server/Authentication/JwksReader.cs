using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.IdentityModel.Tokens;

namespace Parley.Server.Authentication;

/// <summary>
/// Reads a JSON Web Key Set (RFC 7517, RFC 7518 section 6). Keys that can't verify signatures here are passed over:
/// secrets ("oct", which nobody may publish), keys for encryption, short RSA keys, unknown curves, points off the curve.
/// </summary>
internal static class JwksReader
{
    private const int LeastRsaBits = 2048;
    private const int MostKeys = 100;

    /// <exception cref="FormatException">It is no key set, or has no usable key.</exception>
    public static IReadOnlyList<VerificationKey> Read(ReadOnlySpan<byte> json)
    {
        if (StrictJson.Object(json) is not { } set || !set.TryGetProperty("keys", out var keys)
            || keys.ValueKind != JsonValueKind.Array)
        {
            throw new FormatException("It is no JSON Web Key Set: a JSON object with a list \"keys\" was expected.");
        }

        var usable = keys.EnumerateArray().Take(MostKeys).Select(ReadKey).OfType<VerificationKey>().ToArray();
        return usable.Length > 0
            ? usable
            : throw new FormatException("It has no key that can verify signatures: RSA of 2048 bits or more, P-256, P-384 or P-521.");
    }

    private static VerificationKey? ReadKey(JsonElement jwk)
    {
        if (jwk.ValueKind != JsonValueKind.Object || !IsForSignatures(jwk)) return null;
        try
        {
            return jwk.Text("kty") switch
            {
                "RSA" => ReadRsa(jwk),
                "EC" => ReadEllipticCurve(jwk),
                _ => null,
            };
        }
        catch (Exception unusable) when (unusable is CryptographicException or FormatException or ArgumentException)
        {
            return null;
        }
    }

    private static bool IsForSignatures(JsonElement jwk) =>
        jwk.Text("use") is null or "sig"
        && (!jwk.TryGetProperty("key_ops", out var ops)
            || (ops.ValueKind == JsonValueKind.Array && ops.EnumerateArray().Any(o => o.Text() == "verify")));

    private static VerificationKey? ReadRsa(JsonElement jwk)
    {
        var parameters = new RSAParameters { Modulus = Number(jwk, "n"), Exponent = Number(jwk, "e") };
        using (var rsa = RSA.Create(parameters))
        {
            if (rsa.KeySize < LeastRsaBits) return null;
        }

        return Key(jwk, TokenKeyKind.Rsa, new RsaSecurityKey(parameters));
    }

    private static VerificationKey? ReadEllipticCurve(JsonElement jwk)
    {
        (TokenKeyKind Kind, ECCurve Curve)? known = jwk.Text("crv") switch
        {
            "P-256" => (TokenKeyKind.P256, ECCurve.NamedCurves.nistP256),
            "P-384" => (TokenKeyKind.P384, ECCurve.NamedCurves.nistP384),
            "P-521" => (TokenKeyKind.P521, ECCurve.NamedCurves.nistP521),
            _ => null,
        };
        if (known is not { } curve) return null;

        var point = new ECPoint { X = Number(jwk, "x"), Y = Number(jwk, "y") };
        var key = ECDsa.Create(new ECParameters { Curve = curve.Curve, Q = point });
        return Key(jwk, curve.Kind, new ECDsaSecurityKey(key));
    }

    private static VerificationKey? Key(JsonElement jwk, TokenKeyKind kind, SecurityKey key)
    {
        var algorithm = jwk.Text("alg");
        return algorithm is null || TokenAlgorithm.KeyKindOf(algorithm) == kind
            ? new VerificationKey(jwk.Text("kid"), kind, algorithm, key)
            : null;
    }

    private static byte[] Number(JsonElement jwk, string name) =>
        Base64Url.DecodeFromChars(jwk.Text(name) ?? throw new FormatException($"A key has no '{name}'."));
}
