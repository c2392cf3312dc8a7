using System.Diagnostics;

namespace Parley.Bench;

/// <summary>The monotonic clock, in nanoseconds.</summary>
internal static class Clock
{
    internal const long Second = 1_000_000_000;
    internal const long Millisecond = 1_000_000;

    internal static long Now => Stopwatch.Frequency == Second
        ? Stopwatch.GetTimestamp()
        : (long)(Stopwatch.GetTimestamp() * ((double)Second / Stopwatch.Frequency));

    /// <summary>The moment <paramref name="span"/> from now.</summary>
    internal static long In(TimeSpan span) => Now + (long)(span.TotalSeconds * Second);
}
