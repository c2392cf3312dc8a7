namespace Parley.Core.Time;

/// <summary>The two times the core needs: one that never goes back, for deadlines, and the wall's, for messages.</summary>
/// <param name="time">Where both come from; tests put their own in.</param>
public sealed class Clock(TimeProvider time)
{
    private readonly long origin = time.GetTimestamp();
    private readonly long perMillisecond = time.TimestampFrequency / 1000;

    /// <summary>Milliseconds since this clock was made. Never goes back. Read for every message: whole numbers are enough.</summary>
    public long Milliseconds => (time.GetTimestamp() - origin) / perMillisecond;

    /// <summary>The wall clock, in UTC.</summary>
    public DateTimeOffset UtcNow => time.GetUtcNow();
}
