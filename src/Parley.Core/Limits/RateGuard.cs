using Parley.Core.Messages;
using Parley.Core.Time;

namespace Parley.Core.Limits;

/// <summary>Holds one connection to its own rate and to its user's, and counts what had to be dropped.</summary>
public sealed class RateGuard
{
    private readonly Clock clock;
    private readonly RateLimits limits;
    private readonly TokenBucket connection;
    private TokenBucket? user;
    private long[]? drops;
    private int oldestDrop;

    /// <param name="clock">Time for the buckets.</param>
    /// <param name="limits">The rates.</param>
    public RateGuard(Clock clock, RateLimits limits)
    {
        this.clock = clock;
        this.limits = limits;
        connection = new TokenBucket(limits, clock.Milliseconds);
    }

    /// <summary>From when the user is known, its bucket counts as well.</summary>
    public void ShareWith(TokenBucket userBucket) => user = userBucket;

    /// <summary>Takes the message's cost from both buckets. Called by the connection's reader alone.</summary>
    public RateVerdict Admit(MessageKind kind)
    {
        var now = clock.Milliseconds;
        var cost = kind is MessageKind.Candidate or MessageKind.EndOfCandidates
            ? TokenBucket.Candidate
            : TokenBucket.WholeMessage;
        if (!connection.TryTake(cost, now, out var retryAfter)) return Dropped(now, retryAfter);
        if (user is null || TakeShared(user, cost, now, out retryAfter)) return new RateVerdict(true, 0, false);

        connection.Return(cost);
        return Dropped(now, retryAfter);
    }

    /// <summary>
    /// The same where every message costs the same, and some have a narrower rate of their own beside the connection's.
    /// </summary>
    /// <param name="narrower">Used by this connection alone; <c>null</c> for messages without such a rate.</param>
    public RateVerdict Admit(TokenBucket? narrower)
    {
        var now = clock.Milliseconds;
        if (!connection.TryTake(TokenBucket.WholeMessage, now, out var retryAfter)) return Dropped(now, retryAfter);
        if (narrower is null || narrower.TryTake(TokenBucket.WholeMessage, now, out retryAfter))
            return new RateVerdict(true, 0, false);

        connection.Return(TokenBucket.WholeMessage);
        return Dropped(now, retryAfter);
    }

    /// <summary>The bucket itself is the lock: one of its own would cost every user as much memory again.</summary>
    private static bool TakeShared(TokenBucket bucket, int cost, long now, out int retryAfter)
    {
        lock (bucket) return bucket.TryTake(cost, now, out retryAfter);
    }

    /// <summary>When the last drops were is kept for connections that had one: most never do.</summary>
    private RateVerdict Dropped(long now, int retryAfter)
    {
        var window = (long)limits.DropWindow.TotalMilliseconds;
        if (drops is null) Array.Fill(drops = new long[limits.DropsBeforeClose], now - window);

        drops[oldestDrop] = now;
        oldestDrop = (oldestDrop + 1) % drops.Length;
        return new RateVerdict(false, retryAfter, now - drops[oldestDrop] < window);
    }
}
