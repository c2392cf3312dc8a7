using System.Buffers.Binary;
using System.Text;

namespace Parley.Core.Messages;

/// <summary>Close frames: a code and a reason of at most 123 bytes (RFC 6455, section 5.5.1).</summary>
public static class CloseFrame
{
    private const int LongestReason = 123;

    /// <summary>A close frame; a longer reason is cut between characters.</summary>
    public static Frame Of(CloseCode code, string reason) => Of((int)code, reason);

    /// <summary>A close frame with a code that the other side chose; 0 answers one that gave none.</summary>
    public static Frame Of(int code, string reason)
    {
        if (code == 0) return Frame.Of(FrameOpcode.Close, []);

        Span<byte> payload = stackalloc byte[2 + LongestReason];
        BinaryPrimitives.WriteUInt16BigEndian(payload, (ushort)code);
        Encoding.UTF8.GetEncoder().Convert(reason, payload[2..], flush: true, out _, out var length, out _);
        return Frame.Of(FrameOpcode.Close, payload[..(2 + length)]);
    }
}
