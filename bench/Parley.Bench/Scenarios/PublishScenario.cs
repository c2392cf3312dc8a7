using System.Globalization;
using Parley.Bench.Load;
using Parley.Bench.Measuring;
using Parley.Bench.Peers;

namespace Parley.Bench.Scenarios;

/// <summary>Publishers a second who connect, make a room of their own and have their offer answered, 32 under way at a time.</summary>
internal sealed class PublishScenario(string id, string title) : SoloScenario(id, title, Metric.Publishes, Metric.CpuPerPublish, Metric.JanusPerPublish)
{
    private const int Most = 4000;
    private const int ABatch = 500;

    internal override bool Takes(Peer peer) => peer is LiveMediaPeer;

    internal override Sample Measure(Run run)
    {
        using var loop = run.OpenLoop();
        // The server has to have found its media server.
        loop.Idle(TimeSpan.FromSeconds(1));
        WarmUp(run, loop, prefix => new Connector(loop).Run(Plans(run, prefix, ABatch), run.Durations.WarmUp));

        loop.Idle(LiveMediaPeer.Clearing);
        var plans = Plans(run, "p", Most);
        var asked = ((LiveMediaPeer)run.Peer).JanusRequests;
        var meter = new Meter(run.Server);
        var published = new Connector(loop).Run(plans, run.Durations.Measure);
        var sample = meter.Stop(published, Metric.Publishes, Metric.CpuPerPublish);
        sample[Metric.JanusPerPublish] = (((LiveMediaPeer)run.Peer).JanusRequests - asked) / (double)published;
        return sample;
    }

    private static ClientPlan[] Plans(Run run, string prefix, int count) =>
        [.. Enumerable.Range(0, count).Select(i => ((LiveMediaPeer)run.Peer).Publisher(prefix + i.ToString(CultureInfo.InvariantCulture)))];
}
