using System.Runtime.InteropServices;
using Parley.Core.Time;

namespace Parley.Core.Limits;

/// <summary>
/// So many for one key within a window of time, and then none until the window ends. What is remembered is bounded: of
/// too many keys those are forgotten whose windows would end first. Thread-safe; may be asked under a room's lock.
/// </summary>
/// <typeparam name="TKey">Whose rate it is.</typeparam>
/// <param name="clock">Time for the windows.</param>
/// <param name="permits">How many within one window.</param>
/// <param name="window">How long a window is; it begins with the first.</param>
/// <param name="mostKeys">How many keys are remembered at once.</param>
public sealed class KeyedRates<TKey>(Clock clock, int permits, TimeSpan window, int mostKeys = 100_000)
    where TKey : notnull
{
    private readonly Lock gate = new();
    private readonly Dictionary<TKey, Window> windows = [];

    /// <summary>All windows are equally long, so they end in the order in which they began.</summary>
    private readonly Queue<(TKey Key, long EndsAt)> ends = [];

    /// <summary>Keys that are remembered now.</summary>
    public int Count
    {
        get
        {
            lock (gate)
            {
                ForgetEnded(clock.Milliseconds);
                return windows.Count;
            }
        }
    }

    /// <summary>Whether there may be one more now.</summary>
    /// <param name="key">Whose.</param>
    /// <param name="wait">If not: until when there may be none.</param>
    public bool TryTake(TKey key, out TimeSpan wait)
    {
        lock (gate)
        {
            var now = clock.Milliseconds;
            ForgetEnded(now);
            if (windows.Count >= mostKeys && !windows.ContainsKey(key)) windows.Remove(ends.Dequeue().Key);

            ref var current = ref CollectionsMarshal.GetValueRefOrAddDefault(windows, key, out var known);
            if (!known)
            {
                current.EndsAt = now + (long)window.TotalMilliseconds;
                ends.Enqueue((key, current.EndsAt));
            }

            var free = current.Taken < permits;
            if (free) current.Taken++;
            wait = free ? TimeSpan.Zero : TimeSpan.FromMilliseconds(current.EndsAt - now);
            return free;
        }
    }

    private void ForgetEnded(long now)
    {
        while (ends.TryPeek(out var first) && first.EndsAt <= now) windows.Remove(ends.Dequeue().Key);
    }

    private struct Window
    {
        public int Taken;
        public long EndsAt;
    }
}
