using System.Globalization;
using Parley.Bench.Load;
using Parley.Bench.Measuring;
using Parley.Bench.Peers;

namespace Parley.Bench.Scenarios;

/// <summary>
/// Bursts of 500 who connect all at once, join a room with one publisher, have its offer and answer it; one room after the
/// other.
/// </summary>
internal sealed class WatchScenario(string id, string title) : SoloScenario(id, title, Metric.Watches, Metric.CpuPerWatch, Metric.JanusPerWatch)
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

        loop.Idle(LiveMediaPeer.Clearing);
        var rooms = Enumerable.Range(0, Rooms).Select(i => "r" + i.ToString(CultureInfo.InvariantCulture)).ToArray();
        var asked = ((LiveMediaPeer)run.Peer).JanusRequests;
        var meter = new Meter(run.Server);
        foreach (var room in rooms) Burst(loop, run, room);
        var sample = meter.Stop(Rooms * Watchers, Metric.Watches, Metric.CpuPerWatch);
        sample[Metric.JanusPerWatch] = (((LiveMediaPeer)run.Peer).JanusRequests - asked) / (double)(Rooms * Watchers);
        return sample;
    }

    private static void Burst(EventLoop loop, Run run, string room)
    {
        var peer = (LiveMediaPeer)run.Peer;
        Connector.Open(loop, [peer.Publisher(room)]);
        Connector.Open(loop, [.. Enumerable.Range(0, Watchers).Select(i => peer.Watcher(room, i))], atOnce: Watchers);
    }
}
