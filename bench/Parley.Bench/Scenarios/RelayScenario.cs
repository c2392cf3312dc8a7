using Parley.Bench.Load;
using Parley.Bench.Measuring;
using Parley.Bench.Peers;
using Parley.Bench.Servers;

namespace Parley.Bench.Scenarios;

/// <summary>Messages a second that a server relays between pairs at saturation.</summary>
internal sealed class RelayScenario(string id, string title, int size, int inFlight, Writes writes)
    : SaturationScenario(id, title, Metric.Messages)
{
    internal override ClosedLoad Open(Peer peer, ServerProcess server, EventLoop loop) =>
        new PairLoad(loop, Pairs.Connect(loop, peer, size), inFlight, writes);
}
