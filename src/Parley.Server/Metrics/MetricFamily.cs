using System.Diagnostics.Metrics;

namespace Parley.Server.Metrics;

/// <summary>One instrument with its series.</summary>
internal sealed class MetricFamily
{
    /// <summary>
    /// More sets of labels than any instrument here has: labels come from fixed lists. If one ever did not, the rest
    /// goes into one series rather than into memory.
    /// </summary>
    public const int MostSeries = 256;

    private static readonly KeyValuePair<string, object?>[] Overflow = [new("otel_metric_overflow", "true")];

    private static readonly double[] UsualBounds =
        [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10];

    private readonly Lock gate = new();
    private readonly double[] bounds;
    private readonly bool observed;
    private MetricSeries[] series = [];

    public MetricFamily(Instrument instrument)
    {
        Kind = MetricKinds.Of(instrument);
        Name = PrometheusName.Of(instrument, Kind);
        Help = instrument.Description ?? "";
        observed = instrument.IsObservable;
        bounds = Kind == MetricKind.Histogram ? BoundsOf(instrument) : [];
    }

    public MetricKind Kind { get; }

    public string Name { get; }

    public string Help { get; }

    /// <summary>The number of the collection under way.</summary>
    public int Round { get; set; }

    /// <summary>Takes a measurement. No lock and no allocation once the series is there.</summary>
    public void Take(double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var target = Find(tags) ?? Create(tags);
        target.Round = Round;
        if (Kind == MetricKind.Histogram) target.Record(value);
        else if (observed) target.Set(value);
        else target.Add(value);
    }

    /// <summary>What there is to report: all series of an instrument that is told, those just seen of one that is asked.</summary>
    public IEnumerable<MetricSeries> Current() => series.Where(s => !observed || s.Round == Round);

    private MetricSeries? Find(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        foreach (var candidate in Volatile.Read(ref series))
        {
            if (candidate.Has(tags)) return candidate;
        }

        return null;
    }

    private MetricSeries Create(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        lock (gate)
        {
            if (series.Length >= MostSeries) tags = Overflow;
            if (Find(tags) is { } existing) return existing;

            var added = new MetricSeries(tags, bounds);
            Volatile.Write(ref series, [.. series, added]);
            return added;
        }
    }

    private static double[] BoundsOf(Instrument instrument) =>
        instrument is Histogram<double> { Advice.HistogramBucketBoundaries: { } advised } ? [.. advised] : UsualBounds;
}
