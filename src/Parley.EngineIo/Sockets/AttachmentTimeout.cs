namespace Parley.EngineIo.Sockets;

/// <summary>
/// Holds a client to sending the attachments that it announced: what has come of them waits in memory, and nothing else it
/// sends can be read. Packets with attachments may come often and hardly ever late, so the timer is set once for many.
/// </summary>
internal sealed class AttachmentTimeout : IDisposable
{
    private readonly Lock gate = new();
    private readonly TimeSpan limit;
    private readonly TimeProvider time;
    private readonly Action expired;
    private readonly ITimer timer;
    private long since;
    private bool waits;
    private bool armed;

    /// <param name="limit">How long all attachments of a packet may take.</param>
    /// <param name="time">Where the timer comes from.</param>
    /// <param name="expired">Called when they took longer.</param>
    public AttachmentTimeout(TimeSpan limit, TimeProvider time, Action expired)
    {
        (this.limit, this.time, this.expired) = (limit, time, expired);
        timer = time.CreateTimer(static t => ((AttachmentTimeout)t!).Check(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>A packet came whose attachments have to follow.</summary>
    public void Begin()
    {
        lock (gate)
        {
            (since, waits) = (time.GetTimestamp(), true);
            if (!armed) Arm(limit);
        }
    }

    /// <summary>They have come.</summary>
    public void End()
    {
        lock (gate) waits = false;
    }

    public void Dispose() => timer.Dispose();

    private void Check()
    {
        lock (gate)
        {
            armed = false;
            if (!waits) return;
            var left = limit - time.GetElapsedTime(since);
            if (left > TimeSpan.Zero)
            {
                Arm(left);
                return;
            }
        }

        expired();
    }

    private void Arm(TimeSpan after)
    {
        armed = true;
        timer.Change(after, Timeout.InfiniteTimeSpan);
    }
}
