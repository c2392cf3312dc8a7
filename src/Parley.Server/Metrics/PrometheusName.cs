using System.Diagnostics.Metrics;

namespace Parley.Server.Metrics;

/// <summary>
/// Names as Prometheus has them, made from OpenTelemetry's: <c>parley.relay.duration</c> in <c>s</c> becomes
/// <c>parley_relay_duration_seconds</c>, and counters end in <c>_total</c>
/// (OpenTelemetry specification, "Prometheus and OpenMetrics Compatibility").
/// </summary>
internal static class PrometheusName
{
    public static string Of(Instrument instrument, MetricKind kind)
    {
        var name = Clean(instrument.Name);
        var unit = UnitOf(instrument.Unit);
        if (unit.Length > 0 && !name.EndsWith($"_{unit}", StringComparison.Ordinal)) name = $"{name}_{unit}";
        return kind == MetricKind.Counter && !name.EndsWith("_total", StringComparison.Ordinal) ? $"{name}_total" : name;
    }

    /// <summary>Letters, digits and underscores only.</summary>
    public static string Clean(string name) =>
        string.Create(name.Length, name, static (to, from) =>
        {
            for (var i = 0; i < from.Length; i++)
                to[i] = char.IsAsciiLetter(from[i]) || (i > 0 && char.IsAsciiDigit(from[i])) ? from[i] : '_';
        });

    private static string UnitOf(string? unit) => unit switch
    {
        "s" => "seconds",
        "By" => "bytes",
        _ => "", // {message} and the like are notes, not units.
    };
}
