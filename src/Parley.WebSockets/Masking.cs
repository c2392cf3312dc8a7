using System.Numerics;
using System.Runtime.InteropServices;

namespace Parley.WebSockets;

/// <summary>Takes the mask off a client's payload, in place (RFC 6455, section 5.3).</summary>
internal static class Masking
{
    /// <param name="payload">What came in; on return what was meant.</param>
    /// <param name="mask">Its four bytes as they lie in memory.</param>
    /// <param name="offset">How much of the frame came before this part.</param>
    public static void Apply(Span<byte> payload, uint mask, int offset)
    {
        if (mask == 0) return;
        mask = BitConverter.IsLittleEndian
            ? BitOperations.RotateRight(mask, 8 * (offset & 3))
            : BitOperations.RotateLeft(mask, 8 * (offset & 3));

        var wide = MemoryMarshal.Cast<byte, Vector<byte>>(payload);
        var pattern = Vector.AsVectorByte(new Vector<uint>(mask));
        for (var i = 0; i < wide.Length; i++) wide[i] ^= pattern;

        var rest = payload[(wide.Length * Vector<byte>.Count)..];
        Span<byte> bytes = stackalloc byte[4];
        BitConverter.TryWriteBytes(bytes, mask);
        for (var i = 0; i < rest.Length; i++) rest[i] ^= bytes[i & 3];
    }
}
