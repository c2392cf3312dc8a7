using System.Text;
using Microsoft.IdentityModel.Tokens;

namespace Parley.Server.Authentication;

/// <summary>Keys of the HS algorithms (RFC 7518, section 3.2).</summary>
internal static class SymmetricKeys
{
    /// <summary>A key shorter than the hash of HS256 weakens it.</summary>
    public const int MinBytes = 32;

    public static SymmetricSecurityKey Of(string key) => new(Encoding.UTF8.GetBytes(key));
}
