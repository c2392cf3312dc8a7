using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Parley.Tests.Authentication;

/// <summary>Makes tokens part by part, so that each part can be wrong in its own way.</summary>
internal static class TokenForge
{
    public const string Secret = "test-secret-0123456789-abcdefghijklmnopqrstuvwxyz";

    /// <summary>Signed with the secret, whatever header and payload say.</summary>
    public static string Hs256(string header, string payload, string secret = Secret) =>
        Sign(header, payload, signed => HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), signed));

    /// <summary>A plain header, and the payload given.</summary>
    public static string Hs256(string payload) => Hs256("""{"alg":"HS256","typ":"JWT"}""", payload);

    public static string Sign(string header, string payload, Func<byte[], byte[]> sign) =>
        Sign(Encoding.UTF8.GetBytes(header), Encoding.UTF8.GetBytes(payload), sign);

    public static string Sign(byte[] header, byte[] payload, Func<byte[], byte[]> sign)
    {
        var signed = $"{Base64Url.EncodeToString(header)}.{Base64Url.EncodeToString(payload)}";
        return $"{signed}.{Base64Url.EncodeToString(sign(Encoding.ASCII.GetBytes(signed)))}";
    }

    /// <summary>Signed with a private key, by the algorithm's name.</summary>
    public static string Asymmetric(string algorithm, AsymmetricAlgorithm key, string payload, string? keyId = null)
    {
        var kid = keyId is null ? "" : $",\"kid\":\"{keyId}\"";
        var hash = new HashAlgorithmName($"SHA{algorithm[2..]}");
        return Sign($$"""{"alg":"{{algorithm}}"{{kid}}}""", payload, signed => key switch
        {
            RSA rsa => rsa.SignData(signed, hash, algorithm[0] == 'P' ? RSASignaturePadding.Pss : RSASignaturePadding.Pkcs1),
            ECDsa ecdsa => ecdsa.SignData(signed, hash),
            _ => throw new NotSupportedException(),
        });
    }

    public static string Jwk(RSA key, string? keyId = null, string more = "")
    {
        var numbers = key.ExportParameters(false);
        return Jwk("RSA", keyId, $$""","n":"{{Base64Url.EncodeToString(numbers.Modulus)}}","e":"{{Base64Url.EncodeToString(numbers.Exponent)}}"{{more}}""");
    }

    public static string Jwk(ECDsa key, string? keyId = null, string more = "")
    {
        var numbers = key.ExportParameters(false);
        return Jwk("EC", keyId, $$""","crv":"P-{{key.KeySize}}","x":"{{Base64Url.EncodeToString(numbers.Q.X)}}","y":"{{Base64Url.EncodeToString(numbers.Q.Y)}}"{{more}}""");
    }

    public static string JwkSet(params string[] keys) => $$"""{"keys":[{{string.Join(',', keys)}}]}""";

    private static string Jwk(string type, string? keyId, string rest) =>
        $$"""{"kty":"{{type}}"{{(keyId is null ? "" : $",\"kid\":\"{keyId}\"")}}{{rest}}}""";
}
