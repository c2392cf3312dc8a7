namespace Parley.RabbitMq;

/// <summary>
/// Counts what happens, so that what may have come of something has the greater number, on whichever nodes the two are. See
/// Lamport, "Time, Clocks, and the Ordering of Events in a Distributed System" (1978).
/// </summary>
internal sealed class LamportClock
{
    private long now;

    /// <summary>As of the last thing that happened here. To go with everything that other nodes are told.</summary>
    public long Now => Volatile.Read(ref now);

    /// <summary>The number of something that happens now.</summary>
    public long Next() => Interlocked.Increment(ref now);

    /// <summary>Another node has told something. To be called before anything comes of that.</summary>
    public void Hear(long theirs)
    {
        var mine = Now;
        while (theirs > mine)
        {
            var seen = Interlocked.CompareExchange(ref now, theirs, mine);
            if (seen == mine) return;
            mine = seen;
        }
    }
}
