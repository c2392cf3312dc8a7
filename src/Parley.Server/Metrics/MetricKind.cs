namespace Parley.Server.Metrics;

/// <summary>What Prometheus calls the kinds of instruments.</summary>
internal enum MetricKind
{
    /// <summary>Only grows.</summary>
    Counter,

    /// <summary>Goes up and down.</summary>
    Gauge,

    /// <summary>Counts values in buckets.</summary>
    Histogram,
}
