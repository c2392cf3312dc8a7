using Parley.Bench.Load;
using Parley.Bench.Measuring;
using Parley.Bench.Peers;
using Parley.Bench.Servers;

namespace Parley.Bench.Scenarios;

/// <summary>
/// Zones of 50 people who all move and say so 15 times a second; each is to see the 49 others. A relay hands on every
/// update as it comes; a server that knows what presence is tells it on ticks.
/// </summary>
/// <param name="id">As <c>--only</c> takes it.</param>
/// <param name="title">As the report calls it.</param>
/// <param name="zones">How many zones.</param>
/// <param name="peers">Who takes part.</param>
internal sealed class PresenceScenario(string id, string title, int zones, params string[] peers)
    : SoloScenario(id, title, Metric.Deliveries, Metric.CpuPerDelivery, Metric.BytesPerDelivery, Metric.LateTicks)
{
    internal const int Movers = 50;
    internal const int Rate = 15;

    /// <summary>How many zones these peers get instead, by name: whoever is to be full and is not with so few.</summary>
    internal Dictionary<string, int> More { get; init; } = [];

    internal override bool Takes(Peer peer) => peers.Contains(peer.Name);

    internal override Sample Measure(Run run)
    {
        using var loop = run.OpenLoop();
        var crowd = run.Peer.Crowd(run.Server, More.GetValueOrDefault(run.Peer.Name, zones), Movers);
        Connector.Open(loop, crowd.Plans);
        loop.Idle(TimeSpan.FromMilliseconds(300));
        var load = new CrowdLoad(loop, crowd, Rate);
        load.WarmUp(2 * run.Durations.WarmUp);
        var ticks = Ticks(run);
        var sample = load.Measure(run.Server, run.Durations.Measure);
        if (ticks is not null)
            sample[Metric.LateTicks] = Ticks(run)!.LateSince(ticks);
        return sample;
    }

    private static TickCounts? Ticks(Run run) => run.Peer.CountsTicks ? TickCounts.Of(run.Server) : null;
}
