namespace Parley.Protocols.GuestCall;

/// <summary>
/// Who is here, for statistics: kept up to date by connections and the lobby, read by whoever asks. Any thread may call;
/// nothing takes longer than its lock.
/// </summary>
public sealed class GuestPresence
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, Entry> entries = [];
    private int sessions;
    private int online;
    private int matched;
    private int available;
    private int connections;
    private long version;

    /// <summary>Counts up with every change.</summary>
    public long Version => Interlocked.Read(ref version);

    /// <summary>How many guests there are at this moment.</summary>
    public GuestStats Snapshot()
    {
        lock (gate) return new GuestStats(Math.Max(sessions, online), online, matched, available, connections);
    }

    /// <summary>Guests who are connected, at most <paramref name="limit"/> of them.</summary>
    public IReadOnlyList<OnlineGuest> Online(int limit)
    {
        lock (gate)
        {
            var guests = new List<OnlineGuest>(Math.Min(limit, online));
            foreach (var entry in entries.Values)
            {
                if (guests.Count == limit) break;
                if (entry.Connections > 0) guests.Add(new OnlineGuest(entry.Guest, entry.Searching, entry.Matched));
            }

            return guests;
        }
    }

    /// <summary>How many sessions live, as the store counts them.</summary>
    public void Count(int liveSessions)
    {
        lock (gate)
        {
            if (sessions == liveSessions) return;
            sessions = liveSessions;
            version++;
        }
    }

    /// <summary>A guest has one more connection.</summary>
    internal void Opened(Guest guest) => Change(guest, entry =>
    {
        entry.Guest = guest;
        entry.Connections++;
    });

    /// <summary>A guest has one connection less.</summary>
    internal void Closed(Guest guest) => Change(guest, static entry => entry.Connections--);

    /// <summary>A guest's place in the lobby.</summary>
    internal void Set(Guest guest, bool searching, bool inMatch) => Change(guest, entry =>
    {
        entry.Searching = searching;
        entry.Matched = inMatch;
    });

    private void Change(Guest guest, Action<Entry> change)
    {
        lock (gate)
        {
            if (!entries.TryGetValue(guest.UserId, out var entry)) entries[guest.UserId] = entry = new Entry(guest);
            Add(entry, -1);
            change(entry);
            Add(entry, +1);
            version++;
            if (entry is { Connections: 0, Searching: false, Matched: false }) entries.Remove(guest.UserId);
        }
    }

    private void Add(Entry entry, int sign)
    {
        connections += sign * entry.Connections;
        if (entry.Matched) matched += sign;
        if (entry.Connections == 0) return;
        online += sign;
        if (!entry.Matched) available += sign;
    }

    private sealed class Entry(Guest guest)
    {
        public Guest Guest { get; set; } = guest;

        public int Connections { get; set; }

        public bool Searching { get; set; }

        public bool Matched { get; set; }
    }
}
