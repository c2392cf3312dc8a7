using System.Globalization;
using Parley.Bench.Load;
using Parley.Bench.Measuring;
using Parley.Bench.Peers;

namespace Parley.Bench.Scenarios;

/// <summary>
/// Clients a second from TCP connect through upgrade to the end of registration, 32 under way at a time. They stay
/// connected until the clock has stopped.
/// </summary>
internal sealed class ConnectScenario(string id, string title)
    : SoloScenario(id, title, Metric.Connects, Metric.CpuPerConnect)
{
    private const int Most = 8000;
    private const int ABatch = 1000;

    internal override bool Takes(Peer peer) => base.Takes(peer) || peer is RegisteringPeer;

    internal override Sample Measure(Run run)
    {
        using var loop = run.OpenLoop();
        WarmUp(run, loop, prefix => new Connector(loop).Run(Plans(run.Peer, prefix, ABatch), run.Durations.WarmUp));

        var plans = Plans(run.Peer, "c", Most);
        var meter = new Meter(run.Server);
        var connected = new Connector(loop).Run(plans, run.Durations.Measure);
        return meter.Stop(connected, Metric.Connects, Metric.CpuPerConnect);
    }

    internal static ClientPlan[] Plans(Peer peer, string prefix, int count) =>
    [
        .. Enumerable.Range(0, count).Select(i =>
        {
            var id = prefix + i.ToString(CultureInfo.InvariantCulture);
            return peer.Pair(id, id);
        }),
    ];
}
