using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Parley.Core.Metrics;
using Parley.Server.Metrics;

namespace Parley.Tests.Metrics;

public sealed class PrometheusFormat : IDisposable
{
    private readonly ServiceProvider services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly Meter meter;
    private readonly MetricsCollector collector;

    public PrometheusFormat()
    {
        var meters = services.GetRequiredService<IMeterFactory>();
        meter = meters.Create(ParleyMetrics.MeterName);
        collector = new MetricsCollector(meters, NullLogger<MetricsCollector>.Instance);
    }

    public void Dispose()
    {
        collector.Dispose();
        services.Dispose();
    }

    [Fact]
    public void A_counter_ends_in_total_and_adds_up()
    {
        var counter = meter.CreateCounter<int>("test.things", "{thing}", "Things.");
        counter.Add(2);
        counter.Add(3);

        Lines("test_things").ShouldBe(["# HELP test_things_total Things.", "# TYPE test_things_total counter", "test_things_total 5"]);
    }

    [Fact]
    public void Labels_tell_series_apart()
    {
        var counter = meter.CreateCounter<long>("test.calls");
        counter.Add(1, new KeyValuePair<string, object?>("kind", "a"), new KeyValuePair<string, object?>("http.code", 200));
        counter.Add(1, new KeyValuePair<string, object?>("kind", "b"), new KeyValuePair<string, object?>("http.code", 200));
        counter.Add(1, new KeyValuePair<string, object?>("kind", "a"), new KeyValuePair<string, object?>("http.code", 200));

        Lines("test_calls_total{").ShouldBe(["""test_calls_total{kind="a",http_code="200"} 2""", """test_calls_total{kind="b",http_code="200"} 1"""]);
    }

    [Fact]
    public void What_could_break_a_line_is_escaped()
    {
        meter.CreateCounter<int>("test.odd", null, "Back\\slash and\nnew line").Add(1, new KeyValuePair<string, object?>("who", "a\"b\\c\nd"));

        Lines("test_odd").ShouldBe(
        [
            """# HELP test_odd_total Back\\slash and\nnew line""", "# TYPE test_odd_total counter", """test_odd_total{who="a\"b\\c\nd"} 1""",
        ]);
    }

    [Fact]
    public void A_histogram_counts_up_to_each_bound()
    {
        var histogram = meter.CreateHistogram<double>(
            "test.time", "s", "Time.", advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.1, 1] });
        foreach (var value in new[] { 0.05, 0.1, 0.5, 7 }) histogram.Record(value);

        Lines("test_time_seconds").ShouldBe(
        [
            "# HELP test_time_seconds Time.", "# TYPE test_time_seconds histogram",
            """test_time_seconds_bucket{le="0.1"} 2""", """test_time_seconds_bucket{le="1"} 3""", """test_time_seconds_bucket{le="+Inf"} 4""",
            "test_time_seconds_sum 7.65", "test_time_seconds_count 4",
        ]);
    }

    [Fact]
    public void A_gauge_is_asked_at_each_collection_and_what_has_gone_is_left_out()
    {
        var rooms = new Dictionary<string, int> { ["a"] = 1, ["b"] = 2 };
        meter.CreateObservableUpDownCounter("test.rooms", () => rooms.Select(r => new Measurement<int>(r.Value, new KeyValuePair<string, object?>("kind", r.Key))));
        Lines("test_rooms{").ShouldBe(["""test_rooms{kind="a"} 1""", """test_rooms{kind="b"} 2"""]);

        rooms.Remove("a");
        rooms["b"] = 0;

        Lines("test_rooms{").ShouldBe(["""test_rooms{kind="b"} 0"""]);
    }

    [Fact]
    public void An_observed_counter_is_what_it_says_and_not_a_sum()
    {
        meter.CreateObservableCounter("test.seen", () => 7L);

        Lines("test_seen_total")[^1].ShouldBe("test_seen_total 7");
        Lines("test_seen_total")[^1].ShouldBe("test_seen_total 7");
    }

    [Fact]
    public void Labels_without_end_do_not_take_memory_without_end()
    {
        var counter = meter.CreateCounter<int>("test.flood");
        for (var i = 0; i < 10_000; i++) counter.Add(1, new KeyValuePair<string, object?>("user", $"user {i}"));

        var lines = Lines("test_flood_total{");
        lines.Count.ShouldBe(MetricFamily.MostSeries + 1);
        lines.ShouldContain($"test_flood_total{{otel_metric_overflow=\"true\"}} {10_000 - MetricFamily.MostSeries}");
    }

    [Fact]
    public void An_instrument_that_throws_does_not_take_the_others_along()
    {
        meter.CreateObservableGauge("test.broken", int () => throw new InvalidOperationException("no"));
        meter.CreateObservableGauge("test.fine", () => 1);

        Lines("test_fine").ShouldContain("test_fine 1");
    }

    [Fact]
    public void Another_servers_meter_of_the_same_name_is_not_ours()
    {
        using var others = new ServiceCollection().AddMetrics().BuildServiceProvider();
        others.GetRequiredService<IMeterFactory>().Create(ParleyMetrics.MeterName).CreateCounter<int>("test.theirs").Add(1);

        Lines("test_theirs").ShouldBeEmpty();
    }

    [Fact]
    public async Task Many_threads_lose_nothing()
    {
        var counter = meter.CreateCounter<double>("test.busy");
        var histogram = meter.CreateHistogram<double>("test.span");
        await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(() =>
        {
            for (var n = 0; n < 10_000; n++)
            {
                counter.Add(0.5, new KeyValuePair<string, object?>("kind", n % 2 == 0 ? "even" : "odd"));
                histogram.Record(1);
            }
        })));

        Lines("test_busy_total{").ShouldBe(["""test_busy_total{kind="even"} 20000""", """test_busy_total{kind="odd"} 20000"""], ignoreOrder: true);
        Lines("test_span_count").ShouldBe(["test_span_count 80000"]);
        Lines("test_span_sum").ShouldBe(["test_span_sum 80000"]);
    }

    [Fact]
    public void Recording_allocates_nothing_once_the_series_is_there()
    {
        var counter = meter.CreateCounter<long>("test.lean");
        var histogram = meter.CreateHistogram<double>("test.lean.span");
        Record(counter, histogram);
        var before = GC.GetAllocatedBytesForCurrentThread();

        for (var i = 0; i < 1000; i++) Record(counter, histogram);

        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);
    }

    private static void Record(Counter<long> counter, Histogram<double> histogram)
    {
        counter.Add(1, new KeyValuePair<string, object?>("kind", "offer"));
        histogram.Record(0.001);
    }

    private List<string> Lines(string part) => [.. collector.Collect().Split('\n').Where(l => l.Contains(part, StringComparison.Ordinal))];
}
