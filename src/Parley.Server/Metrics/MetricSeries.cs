using System.Globalization;
using System.Text;

namespace Parley.Server.Metrics;

/// <summary>The values of one instrument under one set of labels.</summary>
internal sealed class MetricSeries
{
    private readonly KeyValuePair<string, object?>[] tags;
    private readonly double[] bounds;
    private readonly long[] buckets;
    private AtomicDouble total;

    /// <param name="tags">What tells it from the instrument's other series.</param>
    /// <param name="bounds">Upper bounds of buckets, for a histogram; else empty.</param>
    public MetricSeries(ReadOnlySpan<KeyValuePair<string, object?>> tags, double[] bounds)
    {
        this.tags = tags.ToArray();
        this.bounds = bounds;
        buckets = new long[bounds.Length + 1];
        Labels = LabelsOf(tags);
    }

    /// <summary>As <c>protocol="direct",kind="offer"</c>; empty without labels.</summary>
    public string Labels { get; }

    /// <summary>The value, or a histogram's sum.</summary>
    public double Total => total.Value;

    /// <summary>The last collection that saw it; series of things that are gone are left out.</summary>
    public int Round { get; set; }

    /// <summary>For instruments that are told of each change.</summary>
    public void Add(double amount) => total.Add(amount);

    /// <summary>For instruments that are asked.</summary>
    public void Set(double value) => total.Value = value;

    /// <summary>For histograms.</summary>
    public void Record(double value)
    {
        var at = Array.BinarySearch(bounds, value);
        Interlocked.Increment(ref buckets[at >= 0 ? at : ~at]);
        total.Add(value);
    }

    /// <summary>How many values were at most each bound, and last how many there were.</summary>
    public IEnumerable<(double Bound, long Count)> Cumulative()
    {
        long count = 0;
        for (var i = 0; i < buckets.Length; i++)
        {
            count += Interlocked.Read(ref buckets[i]);
            yield return (i < bounds.Length ? bounds[i] : double.PositiveInfinity, count);
        }
    }

    public bool Has(ReadOnlySpan<KeyValuePair<string, object?>> others)
    {
        if (others.Length != tags.Length) return false;
        for (var i = 0; i < tags.Length; i++)
        {
            if (tags[i].Key != others[i].Key || !Equals(tags[i].Value, others[i].Value)) return false;
        }

        return true;
    }

    private static string LabelsOf(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var text = new StringBuilder();
        foreach (var (key, value) in tags)
        {
            if (text.Length > 0) text.Append(',');
            text.Append(PrometheusName.Clean(key)).Append("=\"")
                .Append(PrometheusText.EscapeLabel(Convert.ToString(value, CultureInfo.InvariantCulture) ?? "")).Append('"');
        }

        return text.ToString();
    }
}
