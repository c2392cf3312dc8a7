using System.Security.Cryptography;
using System.Text;
using Microsoft.IdentityModel.Tokens;

namespace Parley.Server.Authentication;

/// <summary>Keys of the HS algorithms (RFC 7518, section 3.2).</summary>
internal static class SymmetricKeys
{
    /// <summary>A key shorter than the hash of HS256 weakens it.</summary>
    public const int MinBytes = 32;

    public static SymmetricSecurityKey Of(string key) => new(Encoding.UTF8.GetBytes(key));

    /// <summary>
    /// Whether the token was signed with the secret. By the platform itself: it is one call, and the commonest of all
    /// verifications happens at every connect.
    /// </summary>
    public static bool Holds(byte[] secret, TokenShape token, ReadOnlySpan<byte> signed)
    {
        Span<byte> expected = stackalloc byte[HMACSHA512.HashSizeInBytes];
        var length = token.Algorithm switch
        {
            SecurityAlgorithms.HmacSha256 => HMACSHA256.HashData(secret, signed, expected),
            SecurityAlgorithms.HmacSha384 => HMACSHA384.HashData(secret, signed, expected),
            SecurityAlgorithms.HmacSha512 => HMACSHA512.HashData(secret, signed, expected),
            _ => 0,
        };
        return length > 0 && CryptographicOperations.FixedTimeEquals(expected[..length], token.Signature);
    }
}
