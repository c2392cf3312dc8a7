using Parley.Core.Messages;
using Parley.Core.Sessions;

namespace Parley.Protocols.World;

/// <summary>
/// Writes a tick's updates for all clients of a zone: once each, side by side, in buffers that a thread keeps. What a
/// client gets is what lies before its own update and what lies behind it, copied into one buffer of its own.
/// </summary>
internal sealed class PresenceUpdates
{
    [ThreadStatic]
    private static PresenceUpdates? ofThread;

    private readonly UpdateBuffer frames = new();
    private readonly UpdateBuffer items = new();
    private readonly UpdateBuffer missed = new();
    private List<Occupant> moved = [];
    private bool hasFrames;
    private bool hasItems;

    public static PresenceUpdates OfThread() => ofThread ??= new PresenceUpdates();

    /// <summary>Begins a tick. <paramref name="changed"/> is used until the next one begins.</summary>
    public void Begin(List<Occupant> changed)
    {
        (moved, hasFrames, hasItems) = (changed, false, false);
        for (var i = 0; i < moved.Count; i++) moved[i].Turn = i;
    }

    /// <summary>Sends this tick's updates to one who has got all before.</summary>
    public void Send(long tick, Occupant to, WorldSession session)
    {
        var own = to.ChangedAt == tick ? to.Turn : -1;
        var others = moved.Count - (own < 0 ? 0 : 1);
        if (others == 0) return;

        if (session.Batches) SendBatch(ItemsOfTick(), own, session);
        else SendFrames(FramesOfTick(), own, others, session);
    }

    /// <summary>Sends all that changed since a tick, whatever changes it took.</summary>
    public void SendSince(long since, ReadOnlySpan<Occupant> everybody, Occupant to, WorldSession session)
    {
        missed.Clear();
        foreach (var occupant in everybody)
        {
            if (occupant == to || occupant.ChangedAt < since || occupant.ChangedAt == 0) continue;
            if (session.Batches) missed.AddItem(occupant);
            else missed.AddFrame(occupant);
        }

        if (missed.Count == 0) session.DropLatest();
        else if (session.Batches) SendBatch(missed, own: -1, session);
        else SendFrames(missed, own: -1, missed.Count, session);
    }

    private UpdateBuffer FramesOfTick()
    {
        if (hasFrames) return frames;

        frames.Clear();
        foreach (var occupant in moved) frames.AddFrame(occupant);
        hasFrames = true;
        return frames;
    }

    private UpdateBuffer ItemsOfTick()
    {
        if (hasItems) return items;

        items.Clear();
        foreach (var occupant in moved) items.AddItem(occupant);
        hasItems = true;
        return items;
    }

    private static void SendFrames(UpdateBuffer from, int own, int count, WorldSession session)
    {
        from.Around(own, out var before, out var after);
        var length = before.Length + after.Length;
        var buffer = LatestFrames.Rent(length);
        before.CopyTo(buffer);
        after.CopyTo(buffer.AsSpan(before.Length));
        session.SendLatest(buffer, length, MessageKind.Presence, count);
    }

    private static void SendBatch(UpdateBuffer from, int own, WorldSession session)
    {
        from.Around(own, out var before, out var after);
        // Each update is followed by a comma; that behind the last one is written over.
        var payload = UpdateBuffer.BatchStart.Length + before.Length + after.Length - 1 + UpdateBuffer.BatchEnd.Length;
        var header = Frame.HeaderLengthOf(payload);
        var buffer = LatestFrames.Rent(header + payload + 1);
        Frame.WriteHeader(buffer, FrameOpcode.Text, payload);
        var to = new SpanWriter(buffer.AsSpan(header));
        to.Write(UpdateBuffer.BatchStart);
        to.Write(before);
        to.Write(after);
        UpdateBuffer.BatchEnd.CopyTo(buffer.AsSpan(header + payload - UpdateBuffer.BatchEnd.Length));
        session.SendLatest(buffer, header + payload, MessageKind.Presence, frames: 1);
    }
}
