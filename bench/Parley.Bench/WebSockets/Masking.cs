using System.Numerics;
using System.Runtime.InteropServices;

namespace Parley.Bench.WebSockets;

/// <summary>RFC 6455 section 5.3: every byte of a client's payload is XORed with the key's next byte.</summary>
internal static class Masking
{
    /// <param name="payload">Masked or unmasked in place.</param>
    /// <param name="key">The key as it lies in memory, so that its first byte belongs to the first byte.</param>
    internal static void Apply(Span<byte> payload, uint key)
    {
        var wide = MemoryMarshal.Cast<byte, Vector<byte>>(payload);
        var keys = Vector.AsVectorByte(new Vector<uint>(key));
        foreach (ref var vector in wide)
            vector ^= keys;
        var rest = payload[(wide.Length * Vector<byte>.Count)..];
        for (var i = 0; i < rest.Length; i++)
            rest[i] ^= (byte)(key >> (8 * (i & 3)));
    }
}
