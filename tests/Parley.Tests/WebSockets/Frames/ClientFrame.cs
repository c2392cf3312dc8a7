using System.Buffers.Binary;
using System.Text;
using Parley.Core.Messages;

namespace Parley.Tests.WebSockets.Frames;

/// <summary>Frames as a client sends them, right ones and wrong ones.</summary>
internal static class ClientFrame
{
    private static readonly byte[] Mask = [0x37, 0xFA, 0x21, 0x3D];

    public static byte[] Text(string text, bool final = true) => Of(FrameOpcode.Text, Encoding.UTF8.GetBytes(text), final);

    public static byte[] Text(ReadOnlySpan<byte> utf8, bool final = true) => Of(FrameOpcode.Text, utf8, final);

    public static byte[] Binary(ReadOnlySpan<byte> payload, bool final = true) => Of(FrameOpcode.Binary, payload, final);

    public static byte[] Continuation(ReadOnlySpan<byte> payload, bool final = true) =>
        Of(FrameOpcode.Continuation, payload, final);

    public static byte[] Ping(ReadOnlySpan<byte> payload) => Of(FrameOpcode.Ping, payload);

    public static byte[] Pong(ReadOnlySpan<byte> payload) => Of(FrameOpcode.Pong, payload);

    public static byte[] Close(int code, string reason = "")
    {
        var payload = new byte[2 + Encoding.UTF8.GetByteCount(reason)];
        BinaryPrimitives.WriteUInt16BigEndian(payload, (ushort)code);
        Encoding.UTF8.GetBytes(reason, payload.AsSpan(2));
        return Of(FrameOpcode.Close, payload);
    }

    /// <summary>Any frame. <paramref name="reserved"/> is ORed into the first byte.</summary>
    public static byte[] Of(
        FrameOpcode opcode, ReadOnlySpan<byte> payload, bool final = true, bool masked = true, byte reserved = 0)
    {
        var header = Header(opcode, (ulong)payload.Length, final, masked, reserved);
        byte[] frame = [.. header, .. payload];
        if (masked)
        {
            for (var i = 0; i < payload.Length; i++) frame[header.Length + i] ^= Mask[i % 4];
        }

        return frame;
    }

    /// <summary>A header that announces a payload.</summary>
    public static byte[] Header(
        FrameOpcode opcode, ulong length, bool final = true, bool masked = true, byte reserved = 0)
    {
        var first = (byte)((final ? 0x80 : 0) | reserved | (byte)opcode);
        var bit = (byte)(masked ? 0x80 : 0);
        var lengthBytes = new byte[8];
        BinaryPrimitives.WriteUInt64BigEndian(lengthBytes, length);
        byte[] start = length switch
        {
            < 126 => [first, (byte)(bit | length)],
            <= ushort.MaxValue => [first, (byte)(bit | 126), .. lengthBytes[6..]],
            _ => [first, (byte)(bit | 127), .. lengthBytes],
        };
        return masked ? [.. start, .. Mask] : start;
    }
}
