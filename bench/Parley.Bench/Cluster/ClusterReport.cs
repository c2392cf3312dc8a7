using System.Globalization;
using System.Text;
using Parley.Bench.Measuring;
using Parley.Bench.Report;

namespace Parley.Bench.Cluster;

/// <summary>The page that a run leaves behind, and its picture beside it.</summary>
internal static class ClusterReport
{
    private static readonly (string Case, string Title, Metric Metric)[] Figures =
    [
        ("latency", "at 2,000/s", Metric.P50),
        ("latency", "at 2,000/s", Metric.P99),
        ("latency", "at 2,000/s", Metric.P999),
        ("latency", "at 2,000/s", Metric.NodesCpu),
        ("latency", "at 2,000/s", Metric.BetweenCpu),
        ("latency", "at 2,000/s", Metric.Published),
        .. Relay("relay", "1 in flight"),
        .. Relay("relay-8", "8 in flight"),
    ];

    /// <returns>What to tell the person who waits.</returns>
    internal static string Write(ClusterResults results, ClusterOptions options, IReadOnlyList<ClusteredPeer> peers)
    {
        Directory.CreateDirectory(options.Out);
        var name = DateTime.UtcNow.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) + "-cluster";
        // A run of some of the parts leaves the whole one's page alone.
        if (options.Only.Count < ClusterOptions.Parts.Count)
            name += "-" + string.Join('-', options.Only);
        var page = Path.Combine(options.Out, name + ".md");
        File.WriteAllText(Path.Combine(options.Out, name + ".svg"), ClusterPlot.Draw(results, peers));
        File.WriteAllText(page, Page(results, options, peers, name));
        return $"written: {Path.GetRelativePath(Environment.CurrentDirectory, page)}";
    }

    private static string Page(ClusterResults results, ClusterOptions options, IReadOnlyList<ClusteredPeer> peers, string name)
    {
        var page = new StringBuilder();
        Add(page, $"# Several nodes, {name[..10]}\n");
        Add(page, $"![Latency, throughput and silence]({name}.svg)\n");
        Add(page, MachineText.Describe(options.Repository));
        Add(page, Text(
            $"Rounds: {options.Rounds}, interleaved; {options.Measure.TotalSeconds:0.#} s a measurement (latency three times that) after ") + Text(
            $"{options.WarmUp.TotalSeconds:0.#} s of warm-up; all nodes and what is between them on one core, the load on another."));
        Add(page, "How each number comes about is in [../README.md](../README.md#several-nodes).\n");
        AddGoals(page, results);
        AddAcross(page, results, peers);
        AddNodes(page, results);
        AddFailover(page, results);
        Add(page, "## The peers\n");
        foreach (var peer in peers)
            Add(page, $"- `{peer.Name}`: {peer.About}");
        if (results.Failures.Count > 0)
            Add(page, "\n## What failed\n\n" + string.Join('\n', results.Failures.Select(failure => $"- {failure}")));
        return page.ToString().TrimEnd() + "\n";
    }

    private static void AddGoals(StringBuilder page, ClusterResults results)
    {
        Add(page, "## Goals\n");
        AddRow(page, "what", "goal", "this run", "");
        AddRule(page, 4);
        foreach (var goal in ClusterGoal.All)
        {
            var actual = goal.Actual(results);
            AddRow(page, goal.What, goal.Wanted, actual is { } value ? goal.Show(value) : "–",
                actual is not { } number ? "not measured" : goal.IsMet(number) ? "met" : "**missed**");
        }
        Add(page, "");
    }

    private static void AddAcross(StringBuilder page, ClusterResults results, IReadOnlyList<ClusteredPeer> peers)
    {
        Add(page, "## Across two nodes\n");
        Add(page, Text($"{ClusterBench.Pairs} pairs, the two of each at different nodes; {ClusterBench.Size} B. Medians, from the least to the greatest"));
        Add(page, "in parentheses; the ratio is the median of the ratios within the rounds.\n");
        AddRow(page, ["", .. peers.Select(peer => peer.Name), "ratio"]);
        AddRule(page, peers.Count + 2);
        foreach (var (name, title, metric) in Figures)
        {
            var ratio = results.Ratio(name, peers[0].Name, peers[1].Name, metric);
            AddRow(page, [
                $"{title}: {metric.Name}",
                .. peers.Select(peer => Show(results.Of(name, peer.Name, metric), metric)),
                ratio is null ? "–" : $"**{Figure.Times(ratio.Median)} ×**",
            ]);
        }
        Add(page, "");
    }

    private static void AddNodes(StringBuilder page, ClusterResults results)
    {
        Metric[] metrics = [Metric.Messages, Metric.NodesCpu, Metric.BetweenCpu, Metric.Published];
        Add(page, "## By the number of nodes\n");
        Add(page, "`parley`, the same pairs, 1 in flight. A room is on the node that its id hashes to, wherever its members come in.\n");
        AddRow(page, ["", .. metrics.Select(metric => metric.Name)]);
        AddRule(page, metrics.Length + 1);
        foreach (var placement in Placement.All)
            AddRow(page, [placement.About, .. metrics.Select(metric => Show(results.Of(placement.Id, "parley", metric), metric))]);
        Add(page, "");
        if (Placement.Kept.Any(placement => results.Of(placement.Id + "-memory", "parley", Metric.BytesPerConnection) is not null))
        {
            Add(page, "Resident memory that an idle connection adds to both nodes together, over 4,000 connections: " + string.Join("; ",
                Placement.Kept.Select(placement => $"{placement.About}: {Show(results.Of(placement.Id + "-memory", "parley", Metric.BytesPerConnection), "bytes")}")) + ".\n");
        }
        if (ClusterGoal.TwoNodes(results) is not { } times)
            return;
        Add(page, "Two nodes share one core here, so messages a second say nothing of what two machines carry. Processor time does: a node");
        Add(page, "is full when its core is, so two nodes of which each has a core carry 2 × (nodes' CPU a message with one node) ÷ (nodes' CPU a");
        Add(page, $"message with two) of what one carries: {Figure.Times(times)} × with nine rooms of ten local. The broker's processor time is its own machine's,");
        Add(page, "and stands beside it; it is not in that ratio.\n");
    }

    private static void AddFailover(StringBuilder page, ClusterResults results)
    {
        if (results.Kills == 0)
            return;
        double[] percents = [50, 90, 99, 100];
        Add(page, "## When a node is killed\n");
        Add(page, Text(
            $"Three nodes; {results.Kills} times one of them was killed (SIGKILL) and another one started in its place. In each of its rooms,"));
        Add(page, "whose members are at the two others, one member talks 50 times a second. Measured from the kill to the first delivery of");
        Add(page, Text($"something that was sent after it: {results.Silences.Count} rooms. {results.Failover.Sent:N0} messages were sent in these rooms, {results.Failover.Lost:N0} never arrived.\n"));
        AddRow(page, [.. percents.Select(percent => percent < 100 ? Text($"p{percent}") : "longest")]);
        AddRule(page, percents.Length);
        AddRow(page, [.. percents.Select(percent => Text($"{results.Silences.Percentile(percent) / 1e9:0.00} s"))]);
        Add(page, "");
    }

    private static (string, string, Metric)[] Relay(string name, string title) =>
    [
        (name, title, Metric.Messages), (name, title, Metric.NodesCpu), (name, title, Metric.BetweenCpu), (name, title, Metric.Published),
        (name, title, Metric.ServerBusy), (name, title, Metric.LoadBusy),
    ];

    private static string Show(Spread? spread, Metric metric) => spread is null
        ? "–"
        : $"{metric.Show(spread.Median)} ({metric.Show(spread.Least)} – {metric.Show(spread.Most)})";

    private static string Show(Spread? spread, string unit) => spread is null ? "–" : Text($"{spread.Median:N0} {unit}");

    private static void AddRow(StringBuilder page, params IEnumerable<string> cells) => Add(page, $"| {string.Join(" | ", cells)} |");

    private static void AddRule(StringBuilder page, int columns) => Add(page, "|" + string.Concat(Enumerable.Repeat(" --- |", columns)));

    private static void Add(StringBuilder page, string line) => page.Append(line).Append('\n');

    private static string Text(FormattableString text) => FormattableString.Invariant(text);
}
