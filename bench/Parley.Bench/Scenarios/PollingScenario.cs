using Parley.Bench.Load;
using Parley.Bench.Measuring;
using Parley.Bench.Peers;

namespace Parley.Bench.Scenarios;

/// <summary>Messages a second between pairs, one in flight, by HTTP long polling.</summary>
internal sealed class PollingScenario(string id, string title, int size)
    : Scenario(id, title, Metric.Messages, Metric.CpuPerMessage)
{
    private readonly RelayScenario relay = new(id, title, size, 1, Writes.Single);

    internal override bool Takes(Peer peer) => peer.OverPolling is not null;

    internal override Sample Measure(Run run) => relay.Measure(run with { Peer = run.Peer.OverPolling! });
}
