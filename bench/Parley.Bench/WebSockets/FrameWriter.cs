using System.Buffers.Binary;

namespace Parley.Bench.WebSockets;

/// <summary>Whole frames in one piece (RFC 6455 section 5.2): FIN set, no extensions.</summary>
internal static class FrameWriter
{
    internal const int LongestHeader = 14;

    // The same key for every frame: a server unmasks it all the same, and frames can be built once and sent often.
    private const uint Key = 0x5A3C_C3A5;

    /// <summary>A masked frame, as clients send it.</summary>
    internal static byte[] Client(Opcode opcode, ReadOnlySpan<byte> payload)
    {
        Span<byte> header = stackalloc byte[LongestHeader];
        var length = Header(header, opcode, payload.Length);
        header[1] |= 0x80;
        BitConverter.TryWriteBytes(header[length..], Key);
        var frame = new byte[length + 4 + payload.Length];
        header[..(length + 4)].CopyTo(frame);
        payload.CopyTo(frame.AsSpan(length + 4));
        Masking.Apply(frame.AsSpan(length + 4), Key);
        return frame;
    }

    /// <summary>Writes an unmasked frame, as servers send it, and returns its length.</summary>
    internal static int Server(Span<byte> target, Opcode opcode, ReadOnlySpan<byte> payload)
    {
        var length = Header(target, opcode, payload.Length);
        payload.CopyTo(target[length..]);
        return length + payload.Length;
    }

    /// <summary>Writes what comes before an unmasked payload, and returns its length.</summary>
    internal static int Header(Span<byte> target, Opcode opcode, int length)
    {
        target[0] = (byte)(0x80 | (byte)opcode);
        if (length < 126)
        {
            target[1] = (byte)length;
            return 2;
        }
        if (length <= ushort.MaxValue)
        {
            target[1] = 126;
            BinaryPrimitives.WriteUInt16BigEndian(target[2..], (ushort)length);
            return 4;
        }
        target[1] = 127;
        BinaryPrimitives.WriteUInt64BigEndian(target[2..], (ulong)length);
        return 10;
    }
}
