using System.Globalization;
using Parley.Bench.Measuring;

namespace Parley.Bench.Report;

/// <summary>Something Parley has to reach, against another peer or in absolute terms.</summary>
/// <param name="Scenario">Where it is measured.</param>
/// <param name="Metric">What is measured.</param>
/// <param name="Against">The peer it is a multiple of; null: the bound is absolute.</param>
/// <param name="Bound">At least this for metrics of which more is better, at most this for the others.</param>
/// <param name="Subject">Whose goal it is.</param>
internal sealed record Goal(string Scenario, Metric Metric, string? Against, double Bound, string Subject = "parley")
{
    internal string Wanted => Against is null
        ? $"{Sign} {Metric.Show(Bound)}"
        : string.Create(CultureInfo.InvariantCulture, $"{Sign} {Bound:0.0#} × {Against}");

    private string Sign => Metric.HigherIsBetter ? "≥" : "≤";

    internal double? Actual(Results results) => Of(Subject, results);

    /// <summary>
    /// What the least code that does the same reaches, where there is one: beyond it a goal can't be had on that machine.
    /// </summary>
    internal double? Limit(Results results) => Scenario switch
    {
        "presence-full" => Of("limit-ticks", results),
        "connects" => Of("naive-jwt", results),
        _ => Of("limit", results),
    };

    internal string Show(double actual) => Against is null
        ? Metric.Show(actual)
        : $"{Figure.Times(actual)} ×";

    internal bool Met(double actual) => Metric.HigherIsBetter ? actual >= Bound : actual <= Bound;

    private double? Of(string peer, Results results) => Against is null
        ? results.Median(Scenario, Metric, peer)
        : results.Ratio(Scenario, Metric, peer, Against)?.Median;
}
