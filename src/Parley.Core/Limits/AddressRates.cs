using System.Net;
using System.Runtime.InteropServices;
using Parley.Core.Time;

namespace Parley.Core.Limits;

/// <summary>
/// So many from one address within a window of time, and then none until the window ends. What is remembered is bounded:
/// of too many addresses those are forgotten whose windows would end first.
/// </summary>
/// <param name="clock">Time for the windows.</param>
/// <param name="permits">How many within one window.</param>
/// <param name="window">How long a window is; it begins with the first.</param>
/// <param name="mostAddresses">How many addresses are remembered at once.</param>
/// <remarks>What counts as one address: <see cref="AddressKey"/>.</remarks>
public sealed class AddressRates(Clock clock, int permits, TimeSpan window, int mostAddresses = 100_000)
{
    private readonly Lock gate = new();
    private readonly Dictionary<AddressKey, Window> windows = [];

    /// <summary>All windows are equally long, so they end in the order in which they began.</summary>
    private readonly Queue<(AddressKey Key, long EndsAt)> ends = [];

    /// <summary>Addresses that are remembered now.</summary>
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

    /// <summary>Whether one more may come from there now.</summary>
    /// <param name="address">Where from; unknown ones share a rate.</param>
    /// <param name="wait">If not: until when none may.</param>
    public bool TryTake(IPAddress? address, out TimeSpan wait)
    {
        var key = AddressKey.Of(address);
        lock (gate)
        {
            var now = clock.Milliseconds;
            ForgetEnded(now);
            if (windows.Count >= mostAddresses && !windows.ContainsKey(key)) windows.Remove(ends.Dequeue().Key);

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
