namespace Parley.Server.Endpoints;

/// <summary>How many WebSockets may be open at once; none more once the server drains.</summary>
internal sealed class ConnectionCap(int atMost)
{
    private int open;
    private volatile bool draining;

    /// <summary>Open ones now.</summary>
    public int Open => Volatile.Read(ref open);

    /// <summary>Whether new ones are turned away because the server shuts down.</summary>
    public bool Draining => draining;

    public void Drain() => draining = true;

    /// <summary>A place, to be disposed of when the connection is over; <c>null</c> when there is none.</summary>
    public IDisposable? TryEnter()
    {
        if (draining) return null;
        if (Interlocked.Increment(ref open) <= atMost) return new Place(this);

        Interlocked.Decrement(ref open);
        return null;
    }

    private sealed class Place(ConnectionCap cap) : IDisposable
    {
        private bool left;

        public void Dispose()
        {
            if (!Interlocked.Exchange(ref left, true)) Interlocked.Decrement(ref cap.open);
        }
    }
}
