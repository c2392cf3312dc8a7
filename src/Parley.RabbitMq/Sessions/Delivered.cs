using System.Collections.Concurrent;
using Parley.RabbitMq.Wire;

namespace Parley.RabbitMq.Sessions;

/// <summary>
/// What clients of this node got because of which input: of each session the last input that had an effect here, and who
/// got how much of it. What came of earlier ones came before that, as the owner sends in order.
/// </summary>
internal sealed class Delivered
{
    private readonly ConcurrentDictionary<SessionKey, Entry> entries = new();

    /// <summary>A receiver and how many it got before, in one number.</summary>
    public static long Pack(int receiver, byte count) => ((long)receiver << 8) | count;

    /// <summary>Notes a delivery.</summary>
    public void Note(SessionKey origin, int number, long packed, long now)
    {
        var entry = entries.GetOrAdd(origin, static _ => new Entry());
        lock (entry)
        {
            entry.At = now;
            if (number < entry.Number) return;
            if (number > entry.Number)
            {
                entry.Number = number;
                entry.Receivers.Clear();
            }

            entry.Receivers.Add(packed);
        }
    }

    /// <summary>Whether it was delivered before.</summary>
    public bool Has(SessionKey origin, int number, long packed)
    {
        if (!entries.TryGetValue(origin, out var entry)) return false;
        lock (entry) return number < entry.Number || (number == entry.Number && entry.Receivers.Contains(packed));
    }

    /// <summary>Forgets sessions of which nothing came since then: what they sent before is stable.</summary>
    public void Forget(long before)
    {
        foreach (var (key, entry) in entries)
        {
            if (Volatile.Read(ref entry.At) < before) entries.TryRemove(key, out _);
        }
    }

    private sealed class Entry
    {
        public int Number = -1;
        public long At;
        public readonly List<long> Receivers = [];
    }
}
