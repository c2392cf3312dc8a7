using Parley.Bench.Load;
using Parley.Bench.Measuring;

namespace Parley.Bench.Scenarios;

/// <summary>Latency, and the server's processor time for a message at a rate that every peer keeps up with.</summary>
internal sealed class LatencyScenario(string id, string title, int size)
    : SoloScenario(id, title, Metric.P50, Metric.P99, Metric.P999, Metric.CpuPerMessage)
{
    internal const int Rate = 5000;

    // Of 15,000 messages one pause of 30 ms is the 99th percentile; in three times the time it is not.
    private const int Longer = 3;

    // A runtime that compiles as it goes does so for half a minute, on the core that is measured: that is no one's steady state.
    private const int Warmer = 6;

    internal override Sample Measure(Run run)
    {
        using var loop = run.OpenLoop();
        var messages = Pairs.Connect(loop, run.Peer, size);
        new PairLoad(loop, messages, 1, Writes.Single).WarmUp(run.Durations.WarmUp);
        loop.Idle(TimeSpan.FromMilliseconds(200));
        return new OpenLoad(loop, messages, Rate).Run(run.Server, Warmer * run.Durations.WarmUp, Longer * run.Durations.Measure);
    }
}
