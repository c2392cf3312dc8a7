using System.Diagnostics.Metrics;
using System.Text;

namespace Parley.Server.Metrics;

/// <summary>Listens to instruments for as long as the server runs, and writes down what they say when somebody asks.</summary>
internal sealed partial class MetricsCollector : IDisposable
{
    private readonly MeterListener listener = new();
    private readonly Lock gate = new();
    private readonly List<MetricFamily> families = [];
    private readonly ILogger<MetricsCollector> logger;
    private int round;

    public MetricsCollector(IMeterFactory meters, ILogger<MetricsCollector> logger)
    {
        this.logger = logger;
        listener.InstrumentPublished = (instrument, l) =>
        {
            if (ExportedInstruments.Contains(instrument, meters)) l.EnableMeasurementEvents(instrument, Add(instrument));
        };
        listener.SetMeasurementEventCallback<int>((_, value, tags, family) => Take(family, value, tags));
        listener.SetMeasurementEventCallback<long>((_, value, tags, family) => Take(family, value, tags));
        listener.SetMeasurementEventCallback<float>((_, value, tags, family) => Take(family, value, tags));
        listener.SetMeasurementEventCallback<double>((_, value, tags, family) => Take(family, value, tags));
        listener.Start();
    }

    /// <summary>All metrics in Prometheus' text format.</summary>
    public string Collect()
    {
        // One at a time: what is asked writes into the families that are then read.
        lock (gate)
        {
            round++;
            foreach (var family in families) family.Round = round;
            Ask();

            var text = new StringBuilder(8 * 1024);
            foreach (var family in families.OrderBy(f => f.Name, StringComparer.Ordinal)) PrometheusText.Append(text, family);
            return text.ToString();
        }
    }

    public void Dispose() => listener.Dispose();

    private static void Take(object? family, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
        ((MetricFamily)family!).Take(value, tags);

    /// <summary>An instrument that can't tell is left out; the others are worth having all the same.</summary>
    private void Ask()
    {
        try
        {
            listener.RecordObservableInstruments();
        }
        catch (AggregateException failures)
        {
            LogFailed(logger, failures);
        }
    }

    private MetricFamily Add(Instrument instrument)
    {
        var family = new MetricFamily(instrument);
        lock (gate) families.Add(family);
        return family;
    }

    [LoggerMessage(LogLevel.Error, "Some metrics could not be read.")]
    private static partial void LogFailed(ILogger logger, Exception exception);
}
