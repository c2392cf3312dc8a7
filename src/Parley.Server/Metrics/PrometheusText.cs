using System.Globalization;
using System.Text;

namespace Parley.Server.Metrics;

/// <summary>Prometheus' text format 0.0.4.</summary>
internal static class PrometheusText
{
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    public static void Append(StringBuilder text, MetricFamily family)
    {
        text.Append("# HELP ").Append(family.Name).Append(' ').Append(EscapeHelp(family.Help)).Append('\n');
        text.Append("# TYPE ").Append(family.Name).Append(' ').Append(TypeOf(family.Kind)).Append('\n');
        foreach (var series in family.Current())
        {
            if (family.Kind == MetricKind.Histogram) AppendHistogram(text, family.Name, series);
            else AppendSample(text, family.Name, series.Labels, series.Total);
        }
    }

    /// <summary>Backslashes, quotes and line feeds.</summary>
    public static string EscapeLabel(string value) =>
        EscapeHelp(value).Replace("\"", "\\\"", StringComparison.Ordinal);

    private static string EscapeHelp(string value) =>
        value.Replace("\\", @"\\", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);

    private static void AppendHistogram(StringBuilder text, string name, MetricSeries series)
    {
        var prefix = series.Labels.Length == 0 ? "" : $"{series.Labels},";
        long count = 0;
        foreach (var (bound, atMost) in series.Cumulative())
        {
            AppendSample(text, $"{name}_bucket", $"{prefix}le=\"{Number(bound)}\"", atMost);
            count = atMost;
        }

        AppendSample(text, $"{name}_sum", series.Labels, series.Total);
        AppendSample(text, $"{name}_count", series.Labels, count);
    }

    private static void AppendSample(StringBuilder text, string name, string labels, double value)
    {
        text.Append(name);
        if (labels.Length > 0) text.Append('{').Append(labels).Append('}');
        text.Append(' ').Append(Number(value)).Append('\n');
    }

    private static string Number(double value) =>
        double.IsPositiveInfinity(value) ? "+Inf"
        : double.IsNegativeInfinity(value) ? "-Inf"
        : double.IsNaN(value) ? "NaN"
        : value.ToString("R", CultureInfo.InvariantCulture);

    private static string TypeOf(MetricKind kind) => kind switch
    {
        MetricKind.Counter => "counter",
        MetricKind.Histogram => "histogram",
        _ => "gauge",
    };
}
