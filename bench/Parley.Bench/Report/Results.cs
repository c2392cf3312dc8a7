using Parley.Bench.Measuring;
using Parley.Bench.Peers;
using Parley.Bench.Scenarios;

namespace Parley.Bench.Report;

/// <summary>All samples of a run, and what they say together.</summary>
/// <param name="peers">Who takes part.</param>
/// <param name="scenarios">What is measured.</param>
/// <param name="planned">How many rounds there are to be.</param>
internal sealed class Results(IReadOnlyList<Peer> peers, IReadOnlyList<Scenario> scenarios, int planned)
{
    private readonly Dictionary<(int Round, string Scenario, string Peer), Sample> samples = [];
    private readonly List<(Scenario Scenario, Peer Peer, string Reason)> failures = [];

    internal IReadOnlyList<Peer> Peers => peers;

    internal IReadOnlyList<Scenario> Scenarios => scenarios;

    internal int Planned => planned;

    /// <summary>Of how many rounds there are samples: of all, unless the run has not come to its end.</summary>
    internal int Rounds => samples.Keys.Select(key => key.Round).Distinct().Count();

    internal IReadOnlyList<(Scenario Scenario, Peer Peer, string Reason)> Failures => failures;

    internal void Add(int round, Scenario scenario, Peer peer, Sample sample) =>
        samples[(round, scenario.Id, peer.Name)] = sample;

    internal void Fail(Scenario scenario, Peer peer, string reason) => failures.Add((scenario, peer, reason));

    /// <summary>The median over the rounds; null when there is none.</summary>
    internal double? Median(string scenario, Metric metric, string peer) =>
        Spread.Of(Rows(scenario, peer).Select(sample => Number(sample.Value, metric)))?.Median;

    /// <summary>One peer's number over another's, round by round, so that both had the same weather.</summary>
    internal Spread? Ratio(string scenario, Metric metric, string peer, string against) =>
        Spread.Of(
            from mine in Rows(scenario, peer)
            join theirs in Rows(scenario, against) on mine.Round equals theirs.Round
            select Number(mine.Value, metric) / Number(theirs.Value, metric));

    /// <summary>How many measurements there are, and how many of them other processes disturbed.</summary>
    internal (int All, int Disturbed) Count => (samples.Count, samples.Values.Count(sample => sample.Disturbed));

    /// <summary>A number over all measurements, whatever was measured.</summary>
    internal Spread? Over(Metric metric) =>
        Spread.Of(samples.Values.Select(sample => Number(sample, metric)));

    private static double Number(Sample sample, Metric metric) => sample.GetValueOrDefault(metric, double.NaN);

    private IEnumerable<(int Round, Sample Value)> Rows(string scenario, string peer)
    {
        for (var round = 0; round < planned; round++)
        {
            if (samples.TryGetValue((round, scenario, peer), out var sample))
                yield return (round, sample);
        }
    }
}
