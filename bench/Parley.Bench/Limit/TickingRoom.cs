using Parley.Bench.WebSockets;

namespace Parley.Bench.Limit;

/// <summary>
/// A room that keeps the latest message of each member, and on its ticks sends everybody those of all others in one frame:
/// the least that presence on ticks can do. Messages are of one length, and nobody goes.
/// </summary>
internal sealed class TickingRoom
{
    private static readonly long Period = Clock.Second / 15;

    private readonly List<RelayClient> members = [];
    private byte[] latest = [];
    private int size;
    private long dueAt;

    internal void Add(RelayClient client)
    {
        client.Place = members.Count;
        members.Add(client);
    }

    internal void Take(RelayClient client, ReadOnlySpan<byte> payload)
    {
        if (dueAt == 0) dueAt = Clock.Now + Period;
        size = payload.Length;
        if (latest.Length < size * members.Count) Array.Resize(ref latest, size * members.Count);
        payload.CopyTo(latest.AsSpan(client.Place * size));
    }

    /// <summary>Sends, if it is time to.</summary>
    internal void Tell(long now, byte[] buffer, Action<RelayClient, int> send)
    {
        if (dueAt == 0 || now < dueAt) return;
        dueAt = Math.Max(dueAt + Period, now);
        var all = latest.AsSpan(0, size * members.Count);
        foreach (var member in members)
        {
            var header = FrameWriter.Header(buffer, Opcode.Text, all.Length - size);
            var before = all[..(member.Place * size)];
            before.CopyTo(buffer.AsSpan(header));
            all[(before.Length + size)..].CopyTo(buffer.AsSpan(header + before.Length));
            send(member, header + all.Length - size);
        }
    }
}
