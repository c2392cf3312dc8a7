using Parley.Core.Messages;

namespace Parley.Protocols.World;

/// <summary>Updates of presence side by side, each either as a frame of its own or as an item of a batch.</summary>
internal sealed class UpdateBuffer
{
    private byte[] bytes = new byte[4096];
    private int[] ends = new int[64];
    private int length;

    /// <summary>What a batch begins with.</summary>
    public static ReadOnlySpan<byte> BatchStart => "{\"type\":\"PRESENCE_BATCH\",\"payload\":{\"updates\":["u8;

    /// <summary>What a batch ends with.</summary>
    public static ReadOnlySpan<byte> BatchEnd => "]},\"protocol_version\":1}"u8;

    private static ReadOnlySpan<byte> FrameStart => "{\"type\":\"PRESENCE_BROADCAST\",\"payload\":"u8;

    private static ReadOnlySpan<byte> FrameEnd => ",\"protocol_version\":1}"u8;

    /// <summary>How many there are.</summary>
    public int Count { get; private set; }

    public void Clear() => (length, Count) = (0, 0);

    /// <summary>Adds a <c>PRESENCE_BROADCAST</c>, header and all.</summary>
    public void AddFrame(Occupant occupant)
    {
        var payload = FrameStart.Length + UpdateLength(occupant) + FrameEnd.Length;
        var header = Frame.HeaderLengthOf(payload);
        var target = Add(header + payload);
        Frame.WriteHeader(target, FrameOpcode.Text, payload);
        var to = new SpanWriter(target[header..]);
        to.Write(FrameStart);
        WriteUpdate(ref to, occupant);
        to.Write(FrameEnd);
    }

    /// <summary>Adds an item of a <c>PRESENCE_BATCH</c>, with a comma behind it.</summary>
    public void AddItem(Occupant occupant)
    {
        var to = new SpanWriter(Add(UpdateLength(occupant) + 1));
        WriteUpdate(ref to, occupant);
        to.Write(","u8);
    }

    /// <summary>What lies before one of them and what behind; for -1 everything is before.</summary>
    public void Around(int own, out ReadOnlySpan<byte> before, out ReadOnlySpan<byte> after)
    {
        var end = own < 0 ? length : own == 0 ? 0 : ends[own - 1];
        before = bytes.AsSpan(0, end);
        after = own < 0 ? default : bytes.AsSpan(ends[own], length - ends[own]);
    }

    private static int UpdateLength(Occupant occupant)
    {
        ref var presence = ref occupant.Presence;
        return "{\"user_id\":,\"position\":{\"x\":,\"y\":},\"facing\":,\"state\":\"\"}"u8.Length
            + occupant.User.RawId.Length + presence.Position.X.Span.Length + presence.Position.Y.Span.Length
            + presence.Facing.Span.Length + presence.Stance.NameUtf8().Length;
    }

    private static void WriteUpdate(ref SpanWriter to, Occupant occupant)
    {
        ref var presence = ref occupant.Presence;
        to.Write("{\"user_id\":"u8);
        to.Write(occupant.User.RawId);
        to.Write(",\"position\":{\"x\":"u8);
        to.Write(presence.Position.X.Span);
        to.Write(",\"y\":"u8);
        to.Write(presence.Position.Y.Span);
        to.Write("},\"facing\":"u8);
        to.Write(presence.Facing.Span);
        to.Write(",\"state\":\""u8);
        to.Write(presence.Stance.NameUtf8());
        to.Write("\"}"u8);
    }

    /// <summary>Room for one more of this length, for the caller to fill.</summary>
    private Span<byte> Add(int size)
    {
        if (length + size > bytes.Length) Array.Resize(ref bytes, Math.Max(length + size, 2 * bytes.Length));
        if (Count == ends.Length) Array.Resize(ref ends, 2 * ends.Length);
        length += size;
        ends[Count++] = length;
        return bytes.AsSpan(length - size, size);
    }
}
