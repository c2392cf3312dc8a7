using Parley.Bench.Load;
using Parley.Bench.Measuring;
using Parley.Bench.Peers;
using Parley.Bench.Servers;

namespace Parley.Bench.Scenarios;

/// <summary>Messages a second between pairs, one in flight, by HTTP long polling.</summary>
internal sealed class PollingScenario(string id, string title, int size)
    : SaturationScenario(id, title, Metric.Messages)
{
    private readonly RelayScenario relay = new(id, title, size, 1, Writes.Single);

    internal override bool Takes(Peer peer) => peer.OverPolling is not null;

    internal override ClosedLoad Open(Peer peer, ServerProcess server, EventLoop loop) => relay.Open(peer.OverPolling!, server, loop);
}
