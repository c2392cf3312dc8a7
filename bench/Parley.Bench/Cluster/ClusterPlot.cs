using Parley.Bench.Measuring;
using Parley.Bench.Report;

namespace Parley.Bench.Cluster;

/// <summary>Bars of what was measured across nodes, and of how long rooms were silent.</summary>
internal static class ClusterPlot
{
    private const int Columns = 2;
    private const int PanelWidth = 430;
    private const int PanelHeight = 116;
    private const int Margin = 20;
    private const int HeaderHeight = 64;
    private const int RowHeight = 22;
    private const int BarStart = 76;
    private const int BarLength = 210;

    internal static string Draw(ClusterResults results, IReadOnlyList<ClusteredPeer> peers)
    {
        (string Title, string Note, Bar[] Bars)[] panels =
        [
            ("Latency, p50", "200 B at 2,000/s across two nodes: less is better", Bars(results, peers, "latency", Metric.P50)),
            ("Latency, p99", "200 B at 2,000/s across two nodes: less is better", Bars(results, peers, "latency", Metric.P99)),
            ("Throughput, 1 in flight", "messages/s across two nodes, on one core with all: more is better", Bars(results, peers, "relay", Metric.Messages)),
            ("Throughput, 8 in flight", "messages/s across two nodes, on one core with all: more is better", Bars(results, peers, "relay-8", Metric.Messages)),
            ("A node is killed", "until its rooms are heard again: less is better", Silences(results)),
        ];
        panels = [.. panels.Where(panel => panel.Bars.Length > 0)];
        var lines = (panels.Length + Columns - 1) / Columns;
        var svg = new Svg(Columns * PanelWidth + 2 * Margin, HeaderHeight + lines * PanelHeight + Margin);
        svg.Text("title", Margin, 32, "Several nodes: Parley on RabbitMQ, socket.io on Redis");
        svg.Text("note", Margin, 51, "Medians of the rounds of one run; thin lines reach from the least to the greatest.");
        for (var i = 0; i < panels.Length; i++)
        {
            var (x, y) = (Margin + i % Columns * PanelWidth, HeaderHeight + i / Columns * PanelHeight);
            svg.Text("name", x, y + 26, panels[i].Title);
            svg.Text("note", x, y + 43, panels[i].Note);
            DrawBars(svg, panels[i].Bars, x, y + 54);
        }
        return svg.Finish();
    }

    private static void DrawBars(Svg svg, Bar[] bars, double x, double y)
    {
        var scale = BarLength / bars.Max(bar => bar.Value.Most);
        for (var i = 0; i < bars.Length; i++)
        {
            var (bar, top, start) = (bars[i], y + i * RowHeight, x + BarStart);
            svg.Text("label" + bar.Kind, x, top + 13, bar.Name);
            svg.Bar("bar" + bar.Kind, start, top + 2, bar.Value.Median * scale, RowHeight - 7);
            svg.Line("spread", start + bar.Value.Least * scale, top + 9.5, start + bar.Value.Most * scale, top + 9.5);
            svg.Text("value" + bar.Kind, start + bar.Value.Most * scale + 6, top + 13, bar.Shown);
        }
    }

    private static Bar[] Bars(ClusterResults results, IReadOnlyList<ClusteredPeer> peers, string name, Metric metric) =>
    [
        .. from peer in peers
           let value = results.Of(name, peer.Name, metric)
           where value is not null
           select new Bar(peer.Name, value, metric.Show(value.Median), peer.Name == "parley"),
    ];

    private static Bar[] Silences(ClusterResults results) => results.Silences.Count == 0
        ? []
        : [.. new double[] { 50, 99 }.Select(percent =>
        {
            var seconds = results.Silences.Percentile(percent) / 1e9;
            return new Bar(FormattableString.Invariant($"p{percent}"), new Spread(seconds, seconds, seconds), FormattableString.Invariant($"{seconds:0.00} s"), true);
        })];

    private sealed record Bar(string Name, Spread Value, string Shown, bool IsOwn)
    {
        internal string Kind => IsOwn ? " own" : "";
    }
}
