using System.Diagnostics.Metrics;

namespace Parley.Server.Metrics;

/// <summary>Tells the kind of an instrument.</summary>
internal static class MetricKinds
{
    public static MetricKind Of(Instrument instrument)
    {
        if (ExportedInstruments.Gauges.Contains(instrument.Name)) return MetricKind.Gauge;

        var type = instrument.GetType().GetGenericTypeDefinition();
        return type == typeof(Counter<>) || type == typeof(ObservableCounter<>) ? MetricKind.Counter
            : type == typeof(Histogram<>) ? MetricKind.Histogram
            : MetricKind.Gauge;
    }
}
