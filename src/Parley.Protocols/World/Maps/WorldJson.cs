using System.IO.Compression;
using System.Security.Cryptography;

namespace Parley.Protocols.World;

/// <summary>A world file as it was given. Kept compressed: tile numbers shrink to a tenth and less.</summary>
public sealed class WorldJson
{
    internal WorldJson(ReadOnlySpan<byte> json)
    {
        Length = json.Length;
        Hash = Convert.ToHexStringLower(SHA256.HashData(json).AsSpan(0, 16));
        using var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.Optimal)) gzip.Write(json);
        Gzipped = compressed.ToArray();
    }

    /// <summary>Bytes of the file.</summary>
    public int Length { get; }

    /// <summary>Half of its SHA-256, in hexadecimal: another file has another.</summary>
    public string Hash { get; }

    /// <summary>As gzip (RFC 1952), which browsers take as it is.</summary>
    public ReadOnlyMemory<byte> Gzipped { get; }

    /// <summary>The file, unpacked anew each time.</summary>
    public byte[] Unpack()
    {
        var json = new byte[Length];
        using var gzip = new GZipStream(new MemoryStream(Gzipped.ToArray(), writable: false), CompressionMode.Decompress);
        gzip.ReadExactly(json);
        return json;
    }
}
