using System.Buffers.Text;
using Parley.Core.Messages;

namespace Parley.EngineIo.Engine;

/// <summary>
/// Packets are made as WebSocket frames, which all who get one share. A polling client gets what is in them: text as it
/// is, binary as <c>b</c> and Base64.
/// </summary>
internal static class EngineFrames
{
    public const byte Separator = 0x1e;

    /// <summary>Begins a packet of text that is binary in Base64.</summary>
    public const byte Base64Mark = (byte)'b';

    public static readonly Frame Ping = Frame.Of(FrameOpcode.Text, "2"u8);
    public static readonly Frame Noop = Frame.Of(FrameOpcode.Text, "6"u8);
    public static readonly Frame Close = Frame.Of(FrameOpcode.Text, "1"u8);
    public static readonly Frame ProbeAnswer = Frame.Of(FrameOpcode.Text, "3probe"u8);

    /// <summary>Length of the packet in a polling payload.</summary>
    public static int PolledLength(in Frame frame) =>
        frame.Opcode == FrameOpcode.Text ? frame.Payload.Length : 1 + Base64.GetMaxEncodedToUtf8Length(frame.Payload.Length);

    /// <summary>Writes the packet as part of a polling payload.</summary>
    /// <returns>How many bytes were written.</returns>
    public static int WritePolled(in Frame frame, Span<byte> to)
    {
        var payload = frame.Payload.Span;
        if (frame.Opcode == FrameOpcode.Text)
        {
            payload.CopyTo(to);
            return payload.Length;
        }

        to[0] = Base64Mark;
        Base64.EncodeToUtf8(payload, to[1..], out _, out var written);
        return written + 1;
    }
}
