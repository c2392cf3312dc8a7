namespace Parley.Core.Time;

/// <summary>The two times the core needs: one that never goes back, for deadlines, and the wall's, for messages.</summary>
/// <param name="time">Where both come from; tests put their own in.</param>
public sealed class Clock(TimeProvider time)
{
    private readonly long origin = time.GetTimestamp();

    /// <summary>Milliseconds since this clock was made. Never goes back.</summary>
    public long Milliseconds => (long)time.GetElapsedTime(origin).TotalMilliseconds;

    /// <summary>The wall clock, in UTC.</summary>
    public DateTimeOffset UtcNow => time.GetUtcNow();
}
