namespace Parley.Core.Limits;

/// <summary>
/// A token bucket counted in quarters of a message, so that a candidate can cost one quarter and a message four.
/// Full at first. Not thread-safe: one that connections share is locked by those who use it.
/// </summary>
public sealed class TokenBucket
{
    /// <summary>What a whole message costs.</summary>
    public const int WholeMessage = 4;

    /// <summary>What a candidate costs.</summary>
    public const int Candidate = 1;

    private readonly double quartersPerMillisecond;
    private readonly double capacity;
    private double quarters;
    private long filledAt;

    /// <param name="limits">Rate and burst, in messages.</param>
    /// <param name="now">Milliseconds of the clock that <see cref="TryTake"/> is called with.</param>
    public TokenBucket(RateLimits limits, long now)
    {
        quartersPerMillisecond = limits.MessagesPerSecond * (double)WholeMessage / 1000;
        capacity = limits.Burst * (double)WholeMessage;
        quarters = capacity;
        filledAt = now;
    }

    /// <summary>Takes <paramref name="cost"/> quarters if they are there; otherwise says in how many milliseconds they will be.</summary>
    public bool TryTake(int cost, long now, out int retryAfterMilliseconds)
    {
        Fill(now);
        if (quarters >= cost)
        {
            quarters -= cost;
            retryAfterMilliseconds = 0;
            return true;
        }

        retryAfterMilliseconds = (int)Math.Ceiling((cost - quarters) / quartersPerMillisecond);
        return false;
    }

    /// <summary>In how many milliseconds it is full, if nothing is taken till then.</summary>
    public long TimeToFull(long now)
    {
        Fill(now);
        return (long)Math.Ceiling((capacity - quarters) / quartersPerMillisecond);
    }

    /// <summary>Gives back what was taken for a message that was not sent on after all.</summary>
    public void Return(int cost) => quarters = Math.Min(capacity, quarters + cost);

    private void Fill(long now)
    {
        if (now <= filledAt) return;
        quarters = Math.Min(capacity, quarters + (now - filledAt) * quartersPerMillisecond);
        filledAt = now;
    }
}
