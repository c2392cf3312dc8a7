using System.Globalization;
using System.Text;
using Parley.Bench.Measuring;
using Parley.Bench.Peers;
using Parley.Bench.Scenarios;

namespace Parley.Bench.Report;

/// <summary>The page that a run leaves behind.</summary>
internal static class MarkdownReport
{
    internal static string Write(Results results, BenchOptions options, string date)
    {
        var page = new StringBuilder();
        Add(page, $"# Bench of {date}\n");
        Add(page, $"![Ratios to the naive relay]({date}.svg)\n");
        Add(page, MachineText.Describe(options.Repository));
        Add(page, Rounds(results, options));
        Add(page, "How each number comes about is in [../README.md](../README.md). Numbers of different runs or");
        Add(page, "machines do not compare; the ratios within one run do.\n");
        AddGoals(page, results);
        AddRatios(page, results);
        AddSpread(page, results);
        AddBottlenecks(page, results);
        AddOthers(page, results);
        AddPeers(page, results);
        AddFailures(page, results);
        return page.ToString().TrimEnd() + "\n";
    }

    internal static string Rounds(Results results, BenchOptions options) => string.Create(
        CultureInfo.InvariantCulture,
        $"Rounds: {results.Rounds}{(results.Rounds < results.Planned ? $" of {results.Planned}, then it was ended" : "")}, interleaved; {options.Durations.Measure.TotalSeconds:0.#} s a measurement after " +
        $"{options.Durations.WarmUp.TotalSeconds:0.#} s of warm-up; the server on one core, the load on another.");

    private static void AddGoals(StringBuilder page, Results results)
    {
        Add(page, "## Goals\n");
        Add(page, "*Least code* is what a program reaches that does the least there is to do, and nothing of what Parley");
        Add(page, "checks: `limit`, `limit-ticks` in presence, `naive-jwt` where connects count.\n");
        AddRow(page, ["what", "goal", "this run", "", "least code"]);
        AddRule(page, 5);
        foreach (var goal in Goals.All)
        {
            var title = ScenarioCatalog.All.First(scenario => scenario.Id == goal.Scenario).Title;
            var actual = goal.Actual(results);
            AddRow(page, [
                $"{goal.Subject}, {title}: {goal.Metric.Name}",
                goal.Wanted,
                actual is null ? "–" : goal.Show(actual.Value),
                actual is null ? "not measured" : goal.Met(actual.Value) ? "met" : "**missed**",
                goal.Limit(results) is { } limit ? goal.Show(limit) : "–",
            ]);
        }
        Add(page, "");
    }

    private static void AddRatios(StringBuilder page, Results results)
    {
        Add(page, "## Ratios to naive\n");
        Add(page, "The median over the rounds of the ratio to `naive` in the same round, and the median itself; the median");
        Add(page, "alone where `naive` takes no part.\n");
        AddTable(page, results, Figure.Of(results), (figure, peer) =>
            (figure.Ratio(results, peer), figure.Median(results, peer)) switch
            {
                ({ } ratio, { } median) => $"**{Figure.Times(ratio.Median)} ×**<br>{figure.Metric.Show(median)}",
                (null, { } median) => figure.Metric.Show(median),
                _ => "–",
            });
    }

    private static void AddSpread(StringBuilder page, Results results)
    {
        if (results.Rounds == 1)
            return;
        Add(page, "## How steady the ratios are\n");
        Add(page, "The least and the greatest ratio of all rounds.\n");
        AddTable(page, results, Figure.Of(results), (figure, peer) =>
            figure.Ratio(results, peer) is { } all ? $"{Figure.Times(all.Least)} – {Figure.Times(all.Most)}" : "–");
    }

    private static void AddBottlenecks(StringBuilder page, Results results)
    {
        Add(page, "## What was the bottleneck\n");
        Add(page, "How busy the server's core and the load generator's were (medians). A server below 95 % was");
        Add(page, "waiting for the load generator: its number is the least it can do.\n");
        var loads = Figure.Of(results).Where(figure => figure.Metric.Name.EndsWith("s/s", StringComparison.Ordinal));
        AddTable(page, results, loads, (figure, peer) =>
            (results.Median(figure.Scenario.Id, Metric.ServerBusy, peer.Name),
                results.Median(figure.Scenario.Id, Metric.LoadBusy, peer.Name)) switch
            {
                ({ } server, { } load) => $"{Metric.ServerBusy.Show(server)} / {Metric.LoadBusy.Show(load)}",
                _ => "–",
            });
    }

    private static void AddOthers(StringBuilder page, Results results)
    {
        if (results.Over(Metric.OthersBusy) is not { } others)
            return;
        var (all, disturbed) = results.Count;
        Add(page, string.Create(
            CultureInfo.InvariantCulture,
            $"Other processes took {others.Median:P0} of a core in the middle and {others.Most:P0} at the most. What"));
        Add(page, $"they disturb by more than 20 % is repeated, twice at most; {disturbed} of {all} stayed so.\n");
    }

    private static void AddPeers(StringBuilder page, Results results)
    {
        Add(page, "## The peers\n");
        foreach (var peer in results.Peers)
            Add(page, $"- `{peer.Name}`: {peer.About}");
        Add(page, "");
    }

    private static void AddFailures(StringBuilder page, Results results)
    {
        if (results.Failures.Count == 0)
            return;
        Add(page, "## What failed\n");
        foreach (var (scenario, peer, reason) in results.Failures)
            Add(page, $"- {scenario.Id}, {peer.Name}: {reason.Split('\n')[0]}");
    }

    private static void AddTable(
        StringBuilder page, Results results, IEnumerable<Figure> figures, Func<Figure, Peer, string> cell)
    {
        AddRow(page, ["", .. results.Peers.Select(peer => peer.Name)]);
        AddRule(page, results.Peers.Count + 1);
        foreach (var figure in figures)
            AddRow(page, [figure.Title, .. results.Peers.Select(peer => cell(figure, peer))]);
        Add(page, "");
    }

    private static void AddRow(StringBuilder page, IEnumerable<string> cells) =>
        Add(page, $"| {string.Join(" | ", cells)} |");

    private static void AddRule(StringBuilder page, int columns) =>
        Add(page, "|" + string.Concat(Enumerable.Repeat(" --- |", columns)));

    private static void Add(StringBuilder page, string line) => page.Append(line).Append('\n');
}
