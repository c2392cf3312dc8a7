namespace Parley.Server.Metrics;

/// <summary>A number that many threads add to without a lock.</summary>
internal struct AtomicDouble
{
    private double value;

    public double Value
    {
        get => Volatile.Read(ref value);
        set => Volatile.Write(ref this.value, value);
    }

    public void Add(double amount)
    {
        var seen = Volatile.Read(ref value);
        while (true)
        {
            var before = Interlocked.CompareExchange(ref value, seen + amount, seen);
            // Equals, not ==: NaN has to count as unchanged, or this would never end.
            if (before.Equals(seen)) return;
            seen = before;
        }
    }
}
