using System.Security.Cryptography;
using System.Text;
using Parley.Server.Options;

namespace Parley.Server.Authentication;

/// <summary>The operator's key, compared in a time that tells nothing about it.</summary>
internal sealed class AdminKey(AdminOptions options)
{
    // Of the hashes, so that not even the length can be measured.
    private readonly byte[]? expected = options.ApiKey is { } key ? Hash(key) : null;

    public bool Matches(string presented) =>
        expected is not null && CryptographicOperations.FixedTimeEquals(Hash(presented), expected);

    private static byte[] Hash(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));
}
