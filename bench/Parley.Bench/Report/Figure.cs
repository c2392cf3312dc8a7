using System.Globalization;
using Parley.Bench.Measuring;
using Parley.Bench.Peers;
using Parley.Bench.Scenarios;

namespace Parley.Bench.Report;

/// <summary>One number of one scenario, across the peers.</summary>
internal sealed record Figure(Scenario Scenario, Metric Metric)
{
    internal string Title => $"{Scenario.Title}: {Metric.Name}";

    internal string Direction => Metric.HigherIsBetter ? "more is better" : "less is better";

    internal static IEnumerable<Figure> Of(Results results) =>
        from scenario in results.Scenarios
        from metric in scenario.Figures
        select new Figure(scenario, metric);

    internal Spread? Ratio(Results results, Peer peer) =>
        results.Ratio(Scenario.Id, Metric, peer.Name, PeerCatalog.Baseline);

    internal double? Median(Results results, Peer peer) => results.Median(Scenario.Id, Metric, peer.Name);

    internal static string Times(double ratio) =>
        ratio.ToString(ratio < 10 ? "0.00" : ratio < 100 ? "0.0" : "N0", CultureInfo.InvariantCulture);
}
