namespace Parley.EngineIo.Packets;

/// <summary>Keeps a binary packet until its attachments have come. Holds nothing in between.</summary>
internal sealed class PacketAssembler(int maxAttachments, int maxBytes)
{
    private byte[]? text;
    private ReadOnlyMemory<byte>[] attachments = [];
    private int expected;
    private int arrived;
    private int bytes;

    /// <summary>Whether attachments are missing.</summary>
    public bool Waits => text is not null;

    /// <summary>Takes a text message. <c>false</c> when it can't be read.</summary>
    /// <param name="message">The message.</param>
    /// <param name="packet">The packet, when <paramref name="complete"/>.</param>
    /// <param name="complete">Whether it has no attachments to wait for.</param>
    public bool TryTakeText(ReadOnlySpan<byte> message, out Packet packet, out bool complete)
    {
        complete = false;
        packet = default;
        if (Waits || !Packet.TryParse(message, maxAttachments, out packet)) return false;
        if (packet.IsBinary && !PlacesMatch(packet)) return false;

        complete = packet.Attachments == 0;
        if (complete) return true;
        text = message.ToArray();
        (attachments, expected, arrived, bytes) = (new ReadOnlyMemory<byte>[packet.Attachments], packet.Attachments, 0, message.Length);
        return true;
    }

    private static bool PlacesMatch(in Packet packet)
    {
        try
        {
            return Placeholders.Match(packet.Json, packet.Attachments);
        }
        catch (InvalidOperationException)
        {
            // A name with half of a surrogate pair in it.
            return false;
        }
    }

    /// <summary>Takes an attachment. <c>false</c> when none is expected, or more than there may be.</summary>
    public bool TryTakeBinary(ReadOnlySpan<byte> message, out bool complete)
    {
        complete = false;
        bytes += message.Length;
        if (!Waits || bytes > maxBytes) return false;
        attachments[arrived++] = message.ToArray();
        complete = arrived == expected;
        return true;
    }

    /// <summary>The packet whose last attachment has come.</summary>
    public ReadOnlyMemory<byte>[] Finish(out Packet packet)
    {
        Packet.TryParse(text, maxAttachments, out packet);
        var all = attachments;
        (text, attachments) = (null, []);
        return all;
    }
}
