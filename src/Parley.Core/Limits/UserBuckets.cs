using System.Runtime.InteropServices;
using Parley.Core.Time;

namespace Parley.Core.Limits;

/// <summary>One token bucket for each connected user, shared by all the user's connections.</summary>
/// <param name="clock">Time for the buckets.</param>
/// <param name="limits">The rates of one user.</param>
public sealed class UserBuckets(Clock clock, RateLimits limits)
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, Entry> entries = [];

    /// <summary>Users with a bucket now.</summary>
    public int Count
    {
        get
        {
            lock (gate) return entries.Count;
        }
    }

    /// <summary>The user's bucket; pair each call with a <see cref="Release"/>.</summary>
    public TokenBucket Acquire(string userId)
    {
        lock (gate)
        {
            ref var entry = ref CollectionsMarshal.GetValueRefOrAddDefault(entries, userId, out _);
            entry.Bucket ??= new TokenBucket(limits, clock.Milliseconds);
            entry.Holders++;
            return entry.Bucket;
        }
    }

    /// <summary>The last release forgets the bucket.</summary>
    public void Release(string userId)
    {
        lock (gate)
        {
            ref var entry = ref CollectionsMarshal.GetValueRefOrNullRef(entries, userId);
            if (--entry.Holders == 0) entries.Remove(userId);
        }
    }

    private struct Entry
    {
        public TokenBucket Bucket;
        public int Holders;
    }
}
