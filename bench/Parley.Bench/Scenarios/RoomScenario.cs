using Parley.Bench.Load;
using Parley.Bench.Measuring;
using Parley.Bench.Peers;

namespace Parley.Bench.Scenarios;

/// <summary>Deliveries a second in rooms of 25, where a message reaches 24.</summary>
internal sealed class RoomScenario(string id, string title, int size)
    : Scenario(id, title, Metric.Deliveries, Metric.CpuPerMessage)
{
    internal const int Rooms = 8;
    internal const int Members = 25;

    internal override bool Takes(Peer peer) => base.Takes(peer) && peer.HasRooms;

    internal override Sample Measure(Run run)
    {
        using var loop = run.OpenLoop();
        Connector.Open(loop, run.Peer.Rooms(run.Server, Rooms, Members));
        var message = run.Peer.RoomMessage(size);
        Roster.Check(loop, [.. Enumerable.Repeat(message, Rooms * Members)], Members - 1);
        var load = new RoomLoad(loop, message, Members);
        load.WarmUp(run.Durations.WarmUp);
        var sample = load.Measure(run.Server, run.Durations.Measure, Metric.Deliveries);
        load.Drain();
        return sample;
    }
}
