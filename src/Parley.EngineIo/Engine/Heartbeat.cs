namespace Parley.EngineIo.Engine;

/// <summary>
/// The server's pings and the client's answers, counted: one ping an interval, which has to be answered in time, and those
/// between them that <see cref="Receipts"/> ask for. Not thread-safe: the session's lock guards it.
/// </summary>
internal sealed class Heartbeat : IDisposable
{
    /// <summary>
    /// Timers fire some milliseconds late, one after the other. Clients count from what they were sent, so an answer is due
    /// when it would have been had the ping gone out on time; unless it was really late, as after a standstill.
    /// </summary>
    private static readonly TimeSpan Coarseness = TimeSpan.FromMilliseconds(20);

    private readonly EngineOptions options;
    private readonly TimeProvider time;
    private readonly ITimer timer;
    private bool awaitsPong;
    private long since;
    private long pings;
    private long pongs;

    /// <param name="options">How often, and how long an answer may take.</param>
    /// <param name="time">Where the timer comes from.</param>
    /// <param name="due">Called when a ping, or its answer, is due; it has to call <see cref="TryBeat"/>.</param>
    /// <param name="state">What it is called with.</param>
    public Heartbeat(EngineOptions options, TimeProvider time, TimerCallback due, object state)
    {
        (this.options, this.time, since) = (options, time, time.GetTimestamp());
        timer = time.CreateTimer(due, state, options.PingInterval, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Whether an answer is overdue, also where the timer has yet to notice.</summary>
    public bool IsOverdue => awaitsPong && time.GetElapsedTime(since) >= options.PingTimeout;

    /// <summary>A ping goes out because it is time for one. <c>false</c> when the last one was not answered in time.</summary>
    public bool TryBeat()
    {
        if (awaitsPong) return false;
        awaitsPong = true;
        pings++;
        var late = time.GetElapsedTime(since) - options.PingInterval;
        if (late < TimeSpan.Zero || late > Coarseness) late = TimeSpan.Zero;
        WaitFor(options.PingTimeout - late, late);
        return true;
    }

    /// <summary>A ping goes out because somebody wants its answer.</summary>
    /// <returns>Its number.</returns>
    public long Ping() => ++pings;

    /// <summary>An answer came in. Pings are answered in order, so it counts for the oldest; <c>false</c> when there is none.</summary>
    public bool TryPong(out long ping)
    {
        ping = pongs + 1;
        if (pongs == pings) return false;
        pongs++;
        if (!awaitsPong) return true;
        awaitsPong = false;
        // From ping to ping, as clients count, whatever time the answer took.
        var gone = time.GetElapsedTime(since);
        WaitFor(options.PingInterval - gone, gone);
        return true;
    }

    public void Dispose() => timer.Dispose();

    private void WaitFor(TimeSpan left, TimeSpan gone)
    {
        since = time.GetTimestamp() - (long)(gone.TotalSeconds * time.TimestampFrequency);
        timer.Change(left > TimeSpan.Zero ? left : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
    }
}
