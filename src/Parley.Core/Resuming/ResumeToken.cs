using System.Buffers.Text;
using System.Security.Cryptography;

namespace Parley.Core.Resuming;

/// <summary>
/// A session's name, by which it is found, and 256 random bits, which are compared in constant time: <c>name.secret</c>.
/// </summary>
internal static class ResumeToken
{
    public const int SecretBytes = 32;

    public static byte[] NewSecret() => RandomNumberGenerator.GetBytes(SecretBytes);

    public static string Write(string name, byte[] secret) => $"{name}.{Base64Url.EncodeToString(secret)}";

    /// <summary><c>false</c> for what is no token of this server.</summary>
    public static bool TryRead(string token, out string name, out byte[] secret)
    {
        (name, secret) = ("", []);
        var dot = token.IndexOf('.', StringComparison.Ordinal);
        if (dot <= 0 || token.Length > ResumeRequest.LongestToken) return false;
        var encoded = token.AsSpan(dot + 1);
        if (!Base64Url.IsValid(encoded, out var length) || length != SecretBytes) return false;

        (name, secret) = (token[..dot], Base64Url.DecodeFromChars(encoded));
        return true;
    }

    public static bool Equal(byte[]? one, byte[] other) => one is not null && CryptographicOperations.FixedTimeEquals(one, other);
}
