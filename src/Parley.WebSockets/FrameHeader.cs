using System.Buffers.Binary;
using Parley.Core.Messages;

namespace Parley.WebSockets;

/// <summary>The header of a client's frame (RFC 6455, section 5.2).</summary>
internal readonly record struct FrameHeader(bool Final, bool Reserved, FrameOpcode Opcode, bool Masked, ulong Length, uint Mask)
{
    /// <summary>The longest header: two bytes, a 64-bit length and a mask.</summary>
    public const int MaxLength = 14;

    public bool IsControl => ((byte)Opcode & 0x8) != 0;

    /// <summary>Length of the header that begins with these two bytes.</summary>
    public static int LengthOf(byte second) =>
        2 + ((second & 0x7F) switch { 126 => 2, 127 => 8, _ => 0 }) + ((second & 0x80) != 0 ? 4 : 0);

    /// <summary>Reads a whole header.</summary>
    public static FrameHeader Parse(ReadOnlySpan<byte> bytes)
    {
        var (first, second) = (bytes[0], bytes[1]);
        var masked = (second & 0x80) != 0;
        var (length, at) = (second & 0x7F) switch
        {
            126 => (BinaryPrimitives.ReadUInt16BigEndian(bytes[2..]), 4),
            127 => (BinaryPrimitives.ReadUInt64BigEndian(bytes[2..]), 10),
            var small => ((ulong)small, 2),
        };

        // The mask is kept in the order of its bytes in memory, as that is how it is laid over the payload.
        var mask = masked ? BitConverter.ToUInt32(bytes.Slice(at, 4)) : 0;
        return new FrameHeader((first & 0x80) != 0, (first & 0x70) != 0, (FrameOpcode)(first & 0x0F), masked, length, mask);
    }

    /// <summary>What is wrong with it by itself, or <c>null</c>.</summary>
    public FrameFault? Check()
    {
        if (Reserved) return Error("a reserved bit is set, and no extension was agreed on");
        if (!Masked) return Error("a client has to mask its frames");
        if (IsControl)
        {
            if (Opcode > FrameOpcode.Pong) return Error("the opcode is reserved");
            if (!Final) return Error("a control frame can't be fragmented");
            if (Length > 125) return Error("a control frame can't be longer than 125 bytes");
        }
        else if (Opcode > FrameOpcode.Binary)
        {
            return Error("the opcode is reserved");
        }

        return Length > long.MaxValue ? Error("the length has its highest bit set") : null;
    }

    private static FrameFault Error(string reason) => new(CloseCode.ProtocolError, reason);
}
