namespace Parley.WebSockets.Transport.Polled;

/// <summary>
/// Whether a client speaks at a steady pace and is answered in between, as one does who walks about in a world: then the
/// TCP acknowledgement of what it says can ride on the next answer. For everybody else it can't wait: a client that holds
/// small segments back until the one before is acknowledged (RFC 896) would have its candidates wait behind its offer.
/// </summary>
internal struct Pace
{
    /// <summary>After so many messages at such a pace the next are taken to come so as well.</summary>
    public const int Steady = 8;

    /// <summary>Who speaks faster, in milliseconds, is in a dialogue, of which the kernel has a notion of its own.</summary>
    public const int Shortest = 20;

    /// <summary>Who speaks more rarely, in milliseconds, gains nothing.</summary>
    public const int Longest = 250;

    private long last;
    private int count;
    private bool answered;

    /// <summary>Something was sent to the client. From any thread: a count that comes short by one does no harm.</summary>
    public void Answered() => answered = true;

    /// <summary>The client has sent something. Returns whether its acknowledgement can wait for an answer.</summary>
    /// <param name="now">In milliseconds.</param>
    public bool Heard(long now)
    {
        var gap = now - last;
        last = now;
        if (gap is < Shortest or > Longest) count = 0;
        else if (answered && count < Steady) count++;
        answered = false;
        return count == Steady;
    }
}
