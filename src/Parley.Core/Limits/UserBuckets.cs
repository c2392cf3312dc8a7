using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Parley.Core.Time;

namespace Parley.Core.Limits;

/// <summary>
/// One token bucket for each connected user, shared by all the user's connections. It stays until it would be full again,
/// so that connecting anew does not fill it.
/// </summary>
/// <param name="clock">Time for the buckets.</param>
/// <param name="limits">The rates of one user.</param>
public sealed class UserBuckets(Clock clock, RateLimits limits)
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, Entry> entries = [];
    private readonly Queue<(string UserId, long FullAt)> left = [];

    /// <summary>Users with a bucket now.</summary>
    public int Count
    {
        get
        {
            lock (gate)
            {
                ForgetFull();
                return entries.Count;
            }
        }
    }

    /// <summary>The user's bucket; pair each call with a <see cref="Release"/>.</summary>
    public TokenBucket Acquire(string userId)
    {
        lock (gate)
        {
            ForgetFull();
            ref var entry = ref CollectionsMarshal.GetValueRefOrAddDefault(entries, userId, out _);
            entry.Bucket ??= new TokenBucket(limits, clock.Milliseconds);
            entry.Holders++;
            return entry.Bucket;
        }
    }

    /// <summary>After the last release the bucket is forgotten as soon as it is full.</summary>
    public void Release(string userId)
    {
        lock (gate)
        {
            ref var entry = ref CollectionsMarshal.GetValueRefOrNullRef(entries, userId);
            if (--entry.Holders > 0) return;

            left.Enqueue((userId, clock.Milliseconds + TimeToFull(entry.Bucket)));
            ForgetFull();
        }
    }

    /// <summary>Whoever left with a bucket less full than somebody before waits behind him: at most a burst's refill longer.</summary>
    private void ForgetFull()
    {
        var now = clock.Milliseconds;
        while (left.TryPeek(out var next) && next.FullAt <= now)
        {
            left.Dequeue();
            ref var entry = ref CollectionsMarshal.GetValueRefOrNullRef(entries, next.UserId);
            if (Unsafe.IsNullRef(ref entry) || entry.Holders > 0) continue;
            if (TimeToFull(entry.Bucket) is var longer and > 0) left.Enqueue((next.UserId, now + longer));
            else entries.Remove(next.UserId);
        }
    }

    private long TimeToFull(TokenBucket bucket)
    {
        lock (bucket) return bucket.TimeToFull(clock.Milliseconds);
    }

    private struct Entry
    {
        public TokenBucket Bucket;
        public int Holders;
    }
}
