using Parley.Bench.Load;
using Parley.Bench.Measuring;
using Parley.Bench.Peers;
using Parley.Bench.Servers;

namespace Parley.Bench.Scenarios;

/// <summary>As many messages as a server can handle: measured in turns with the other peers' servers.</summary>
/// <param name="id">As <c>--only</c> takes it.</param>
/// <param name="title">As the report calls it.</param>
/// <param name="rate">What is counted.</param>
internal abstract class SaturationScenario(string id, string title, Metric rate)
    : Scenario(id, title, rate, Metric.CpuPerMessage)
{
    internal Metric Rate => rate;

    /// <summary>Connects the clients, and checks that what they send arrives.</summary>
    internal abstract ClosedLoad Open(Peer peer, ServerProcess server, EventLoop loop);
}
