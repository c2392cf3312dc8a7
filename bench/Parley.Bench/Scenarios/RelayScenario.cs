using Parley.Bench.Load;
using Parley.Bench.Measuring;

namespace Parley.Bench.Scenarios;

/// <summary>Messages a second that a server relays between pairs at saturation.</summary>
internal sealed class RelayScenario(string id, string title, int size, int inFlight, Writes writes)
    : Scenario(id, title, Metric.Messages, Metric.CpuPerMessage)
{
    internal override Sample Measure(Run run)
    {
        using var loop = run.OpenLoop();
        var load = new PairLoad(loop, Pairs.Connect(loop, run.Peer, size), inFlight, writes);
        load.WarmUp(run.Durations.WarmUp);
        var sample = load.Measure(run.Server, run.Durations.Measure, Metric.Messages);
        load.Drain();
        return sample;
    }
}
