using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace Parley.Server.Worlds;

/// <summary>Names for the files of worlds that come by REST: an id is anybody's text, and must lead nowhere else.</summary>
internal static partial class WorldFileName
{
    /// <summary>Of all worlds' files.</summary>
    public const string Extension = ".json";

    /// <summary>The id itself where it is harmless on every file system, for people to find it.</summary>
    public static string Of(string worldId) =>
        Harmless().IsMatch(worldId) && !Device().IsMatch(worldId) ? worldId + Extension : Hashed(worldId);

    /// <summary>A name that no other id has.</summary>
    public static string Hashed(string worldId) =>
        $"world-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(worldId)).AsSpan(0, 16))}{Extension}";

    /// <summary>Whether a file of the folder is meant to be a world: hidden ones and editors' copies are not.</summary>
    public static bool IsWorld(string name) =>
        name.EndsWith(Extension, StringComparison.Ordinal) && !name.StartsWith('.') && name.Length > Extension.Length;

    // No capitals: some file systems take 'HQ' and 'hq' for the same.
    [GeneratedRegex("^[a-z0-9][a-z0-9_-]{0,99}\\z")]
    private static partial Regex Harmless();

    /// <summary>Windows' devices are files of every folder.</summary>
    [GeneratedRegex("^(con|prn|aux|nul|com[0-9]|lpt[0-9])\\z")]
    private static partial Regex Device();
}
