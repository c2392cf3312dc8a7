using Parley.Bench.Measuring;

namespace Parley.Bench.Cluster;

/// <summary>What several nodes promise, against a peer, against one node, or in absolute terms.</summary>
/// <param name="What">For the report.</param>
/// <param name="Wanted">The bound, in words.</param>
/// <param name="Actual">Computed from the run; null when it was not measured.</param>
/// <param name="Show">How it is written.</param>
/// <param name="IsMet">Whether that is enough.</param>
internal sealed record ClusterGoal(
    string What, string Wanted, Func<ClusterResults, double?> Actual, Func<double, string> Show, Func<double, bool> IsMet)
{
    internal static readonly IReadOnlyList<ClusterGoal> All =
    [
        Against("across nodes, 200 B at 2,000/s: p50", "latency", Metric.P50, 1),
        Against("across nodes, 200 B at 2,000/s: p99", "latency", Metric.P99, 1),
        Against("across nodes, 200 B, 1 in flight: messages/s", "relay", Metric.Messages, 2),
        Against("across nodes, 200 B, 8 in flight: messages/s", "relay-8", Metric.Messages, 2),
        new("what two nodes carry of what one does, nine rooms of ten local", "≥ 1.7 ×", TwoNodes, Report.Figure.Times, n => n >= 1.7),
        new("from a kill to the first message: p99", "< 3 s", results => results.Silences.Count == 0 ? null : results.Silences.Percentile(99) / 1e9,
            n => Text($"{n:0.00} s"), n => n < 3),
        new("messages lost to that", "0", results => results.Kills == 0 ? null : results.Failover.Lost, n => Text($"{n:N0}"), n => n == 0),
    ];

    /// <summary>
    /// On machines of their own two nodes carry twice what one does, less what more a message costs them: processor time
    /// tells that, as here both share one core. The broker's is not in it.
    /// </summary>
    internal static double? TwoNodes(ClusterResults results) =>
        2 * results.Between(Placement.One.Id, Placement.Mostly.Id, "parley", Metric.NodesCpu)?.Median;

    private static ClusterGoal Against(string what, string name, Metric metric, double bound) => new(
        what, metric.HigherIsBetter ? Text($"≥ {bound:0.#} × socket.io") : Text($"≤ {bound:0.#} × socket.io"),
        results => results.Ratio(name, "parley", "socket.io", metric)?.Median, n => $"{Report.Figure.Times(n)} ×",
        n => metric.HigherIsBetter ? n >= bound : n <= bound);

    private static string Text(FormattableString text) => FormattableString.Invariant(text);
}
