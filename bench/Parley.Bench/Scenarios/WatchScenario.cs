using System.Globalization;
using Parley.Bench.Load;
using Parley.Bench.Measuring;
using Parley.Bench.Peers;

namespace Parley.Bench.Scenarios;

/// <summary>
/// Bursts of 500 who connect, join a room with one publisher and have its offer, one room after the other.
/// </summary>
internal sealed class WatchScenario(string id, string title) : Scenario(id, title, Metric.Watches, Metric.CpuPerWatch)
{
    private const int Watchers = 500;
    private const int Rooms = 8;

    internal override bool Takes(Peer peer) => peer is LiveMediaPeer;

    internal override Sample Measure(Run run)
    {
        using var loop = run.OpenLoop();
        // The server has to have found its media server.
        loop.Idle(TimeSpan.FromSeconds(1));
        WarmUp(run, loop, room => Burst(loop, run, room));

        var rooms = Enumerable.Range(0, Rooms).Select(i => "r" + i.ToString(CultureInfo.InvariantCulture)).ToArray();
        var meter = new Meter(run.Server);
        foreach (var room in rooms) Burst(loop, run, room);
        return meter.Stop(Rooms * Watchers, Metric.Watches, Metric.CpuPerWatch);
    }

    private static void Burst(EventLoop loop, Run run, string room)
    {
        var peer = (LiveMediaPeer)run.Peer;
        Connector.Open(loop, [peer.Publisher(room)]);
        Connector.Open(loop, [.. Enumerable.Range(0, Watchers).Select(i => peer.Watcher(room, i))]);
    }
}
