using System.Numerics;

namespace Parley.Bench.Measuring;

/// <summary>
/// Counts durations in log-linear buckets, as HdrHistogram does: 256 to a power of two, so a percentile is at most
/// 0.4 % above the true value. Recording is a few instructions and never allocates.
/// </summary>
internal sealed class Histogram
{
    private const int Bits = 8;
    private const int PerOctave = 1 << Bits;
    private readonly long[] counts = new long[(64 - Bits + 1) * PerOctave];

    internal long Count { get; private set; }

    internal long Max { get; private set; }

    /// <param name="nanoseconds">Anything below zero counts as zero.</param>
    internal void Record(long nanoseconds)
    {
        var value = Math.Max(nanoseconds, 0);
        counts[Bucket(value)]++;
        Count++;
        Max = Math.Max(Max, value);
    }

    /// <summary>The value that <paramref name="percent"/> of the recorded ones do not exceed, in nanoseconds.</summary>
    internal long Percentile(double percent)
    {
        var rank = (long)Math.Ceiling(Count * percent / 100);
        for (var bucket = 0; bucket < counts.Length; bucket++)
        {
            rank -= counts[bucket];
            if (rank <= 0)
                return Math.Min(UpperEdge(bucket), Max);
        }
        return Max;
    }

    private static int Bucket(long value)
    {
        var shift = Math.Max(BitOperations.Log2((ulong)value | 1) - Bits, 0);
        return shift * PerOctave + (int)(value >> shift);
    }

    private static long UpperEdge(int bucket)
    {
        var shift = Math.Max(bucket / PerOctave - 1, 0);
        var start = (long)(bucket - shift * PerOctave) << shift;
        return start + (1L << shift) - 1;
    }
}
