using System.Buffers.Text;

namespace Parley.EngineIo.Engine;

/// <summary>Reads the packets of a POST's body, which are joined by U+001E.</summary>
internal ref struct PolledPackets(Span<byte> body)
{
    private Span<byte> rest = body;
    private bool more = true;

    /// <summary>Whether the packet is binary; <see cref="Payload"/> is then decoded.</summary>
    public bool Binary { get; private set; }

    /// <summary>The packet's type; a message when it is binary.</summary>
    public EnginePacketType Type { get; private set; }

    /// <summary>What follows the type.</summary>
    public ReadOnlySpan<byte> Payload { get; private set; }

    /// <summary>What has not been read yet.</summary>
    public readonly int Unread => more ? rest.Length : 0;

    /// <summary>Whether another packet has to follow.</summary>
    public readonly bool HasMore => more;

    /// <summary>Goes to the next packet. <c>false</c> at the end, or where there is none to be read: <paramref name="valid"/> tells.</summary>
    public bool TryNext(out bool valid)
    {
        valid = true;
        if (!more) return false;

        var end = rest.IndexOf(EngineFrames.Separator);
        var packet = end < 0 ? rest : rest[..end];
        more = end >= 0;
        rest = more ? rest[(end + 1)..] : default;

        valid = TryRead(packet);
        return valid;
    }

    private bool TryRead(Span<byte> packet)
    {
        if (packet.IsEmpty) return false;

        Binary = packet[0] == EngineFrames.Base64Mark;
        if (Binary)
        {
            // Decoded where it lies: the body is the caller's own copy.
            var encoded = packet[1..];
            if (Base64.DecodeFromUtf8InPlace(encoded, out var length) != System.Buffers.OperationStatus.Done) return false;
            Type = EnginePacketType.Message;
            Payload = encoded[..length];
            return true;
        }

        Type = (EnginePacketType)packet[0];
        Payload = packet[1..];
        return Type is >= EnginePacketType.Open and <= EnginePacketType.Noop;
    }
}
