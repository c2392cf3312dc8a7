using System.Buffers.Binary;

namespace Parley.Core.Messages;

/// <summary>
/// An encoded message with its WebSocket header (RFC 6455, section 5.2). Frames to clients are not masked, so that one
/// frame is shared by all who get it. A transport that frames otherwise takes the <see cref="Payload"/>.
/// </summary>
public readonly struct Frame
{
    private readonly byte[] bytes;
    private readonly byte headerLength;

    private Frame(byte[] bytes, int headerLength)
    {
        this.bytes = bytes;
        this.headerLength = (byte)headerLength;
    }

    /// <summary>Whether this is no frame at all.</summary>
    public bool IsEmpty => bytes is null;

    /// <summary>Header and payload, as they go over the wire.</summary>
    public ReadOnlyMemory<byte> Bytes => bytes;

    /// <summary>Length of header and payload, in bytes.</summary>
    public int Length => bytes.Length;

    /// <summary>What is in the frame, without the header.</summary>
    public ReadOnlyMemory<byte> Payload => bytes.AsMemory(headerLength);

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
        var headerLength = payloadLength < 126 ? 2 : payloadLength <= ushort.MaxValue ? 4 : 10;
        var bytes = GC.AllocateUninitializedArray<byte>(headerLength + payloadLength);
        bytes[0] = (byte)(0x80 | (byte)opcode);
        switch (headerLength)
        {
            case 2:
                bytes[1] = (byte)payloadLength;
                break;
            case 4:
                bytes[1] = 126;
                BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(2), (ushort)payloadLength);
                break;
            default:
                bytes[1] = 127;
                BinaryPrimitives.WriteUInt64BigEndian(bytes.AsSpan(2), (ulong)payloadLength);
                break;
        }

        body = bytes.AsSpan(headerLength);
        return new Frame(bytes, headerLength);
    }
}
