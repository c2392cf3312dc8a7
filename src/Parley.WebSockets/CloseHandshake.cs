using System.Buffers.Binary;
using System.Text.Unicode;
using Parley.Core.Messages;

namespace Parley.WebSockets;

/// <summary>Answers a client's close frame: with its own code, or with what is wrong with it (RFC 6455, section 7.4).</summary>
internal static class CloseHandshake
{
    public static Frame Answer(ReadOnlySpan<byte> payload)
    {
        if (payload.IsEmpty) return CloseFrame.Of(0, "");
        if (payload.Length == 1) return CloseFrame.Of(CloseCode.ProtocolError, "a close code has two bytes");

        int code = BinaryPrimitives.ReadUInt16BigEndian(payload);
        if (code is not ((>= 1000 and <= 1003) or (>= 1007 and <= 1014) or (>= 3000 and <= 4999)))
            return CloseFrame.Of(CloseCode.ProtocolError, "a close code that must not be sent");
        return Utf8.IsValid(payload[2..])
            ? CloseFrame.Of(code, "")
            : CloseFrame.Of(CloseCode.InvalidPayload, "a close reason has to be UTF-8");
    }

    /// <summary>Whether the client says that it gives up this connection alone; see <see cref="CloseCode.ComingBack"/>.</summary>
    public static bool IsComingBack(ReadOnlySpan<byte> payload) =>
        payload.Length >= 2 && BinaryPrimitives.ReadUInt16BigEndian(payload) == (int)CloseCode.ComingBack;
}
