using System.Buffers.Binary;

namespace Parley.Core.Messages;

/// <summary>
/// An encoded message with its WebSocket header (RFC 6455, section 5.2). Frames to clients are not masked, so that one
/// frame is shared by all who get it. A transport that frames otherwise takes the <see cref="Payload"/>.
/// </summary>
public readonly struct Frame
{
    private readonly byte[] bytes;
    private readonly int length;
    private readonly byte headerLength;

    private Frame(byte[] bytes, int length, int headerLength)
    {
        this.bytes = bytes;
        this.length = length;
        this.headerLength = (byte)headerLength;
    }

    /// <summary>Whether this is no frame at all.</summary>
    public bool IsEmpty => bytes is null;

    /// <summary>Header and payload, as they go over the wire.</summary>
    public ReadOnlyMemory<byte> Bytes => new(bytes, 0, length);

    /// <summary>Length of header and payload, in bytes.</summary>
    public int Length => length;

    /// <summary>What is in the frame, without the header.</summary>
    public ReadOnlyMemory<byte> Payload => bytes.AsMemory(headerLength, length - headerLength);

    /// <summary>The kind of frame.</summary>
    public FrameOpcode Opcode => (FrameOpcode)(bytes[0] & 0x0F);

    /// <summary>A frame around a copy of <paramref name="payload"/>.</summary>
    public static Frame Of(FrameOpcode opcode, ReadOnlySpan<byte> payload)
    {
        var frame = Allocate(opcode, payload.Length, out var body);
        payload.CopyTo(body);
        return frame;
    }

    /// <summary>
    /// A frame whose payload the caller writes into <paramref name="body"/> before it hands the frame on; saves the hot
    /// path a copy.
    /// </summary>
    public static Frame Allocate(FrameOpcode opcode, int payloadLength, out Span<byte> body)
    {
        var headerLength = HeaderLengthOf(payloadLength);
        var bytes = GC.AllocateUninitializedArray<byte>(headerLength + payloadLength);
        WriteHeader(bytes, opcode, payloadLength);
        body = bytes.AsSpan(headerLength);
        return new Frame(bytes, bytes.Length, headerLength);
    }

    /// <summary>Length of the header in front of so many bytes.</summary>
    public static int HeaderLengthOf(int payloadLength) => payloadLength < 126 ? 2 : payloadLength <= ushort.MaxValue ? 4 : 10;

    /// <summary>Writes the header of a frame, for those who write frames side by side into a buffer of their own.</summary>
    public static void WriteHeader(Span<byte> target, FrameOpcode opcode, int payloadLength)
    {
        target[0] = (byte)(0x80 | (byte)opcode);
        if (payloadLength < 126)
        {
            target[1] = (byte)payloadLength;
        }
        else if (payloadLength <= ushort.MaxValue)
        {
            target[1] = 126;
            BinaryPrimitives.WriteUInt16BigEndian(target[2..], (ushort)payloadLength);
        }
        else
        {
            target[1] = 127;
            BinaryPrimitives.WriteUInt64BigEndian(target[2..], (ulong)payloadLength);
        }
    }

    /// <summary>
    /// The beginning of a buffer that holds whole frames, one behind the other. What is asked of it is its bytes and their
    /// number: to a transport they are one piece.
    /// </summary>
    internal static Frame OfMany(byte[] buffer, int length) => new(buffer, length, 0);
}
