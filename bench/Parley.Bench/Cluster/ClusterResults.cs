using Parley.Bench.Measuring;
using Parley.Bench.Report;

namespace Parley.Bench.Cluster;

/// <summary>What was measured of several nodes.</summary>
internal sealed class ClusterResults(int rounds)
{
    private readonly Dictionary<(int Round, string Case, string Peer), Sample> samples = [];

    /// <summary>From a node's kill to the first delivery of what was sent after it, a room each.</summary>
    internal Histogram Silences { get; } = new();

    /// <summary>Nodes that were killed.</summary>
    internal int Kills { get; set; }

    /// <summary>Messages of the rooms whose node was killed, and how many of them never arrived.</summary>
    internal (long Sent, long Lost) Failover { get; set; }

    internal List<string> Failures { get; } = [];

    internal void Add(int round, string name, string peer, Sample sample) => samples[(round, name, peer)] = sample;

    internal Spread? Of(string name, string peer, Metric metric) =>
        Spread.Of(Rounds().Select(round => Number(round, name, peer, metric)));

    /// <summary>One peer's number over the other's, round by round.</summary>
    internal Spread? Ratio(string name, string peer, string against, Metric metric) =>
        Spread.Of(Rounds().Select(round => Number(round, name, peer, metric) / Number(round, name, against, metric)));

    /// <summary>A number in one case over that in another, round by round.</summary>
    internal Spread? Between(string name, string other, string peer, Metric metric) =>
        Spread.Of(Rounds().Select(round => Number(round, name, peer, metric) / Number(round, other, peer, metric)));

    private IEnumerable<int> Rounds() => Enumerable.Range(0, rounds);

    private double Number(int round, string name, string peer, Metric metric) =>
        samples.TryGetValue((round, name, peer), out var sample) ? sample.GetValueOrDefault(metric, double.NaN) : double.NaN;
}
