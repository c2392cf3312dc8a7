using Parley.Bench.Load;
using Parley.Bench.Measuring;

namespace Parley.Bench.Scenarios;

/// <summary>Resident memory that a registered, idle connection adds to a server that has just started.</summary>
internal sealed class MemoryScenario(string id, string title) : SoloScenario(id, title, Metric.BytesPerConnection)
{
    private const int Connections = 5000;

    internal override Sample Measure(Run run)
    {
        using var loop = run.OpenLoop();
        // A few connections first, so that the code is loaded and compiled before the first reading.
        Connector.Open(loop, ConnectScenario.Plans(run.Peer, "w", 50));
        loop.Drop();
        loop.Idle(TimeSpan.FromSeconds(1));

        var before = run.Server.ResidentBytes();
        Connector.Open(loop, ConnectScenario.Plans(run.Peer, "c", Connections));
        loop.Idle(TimeSpan.FromSeconds(2));
        return new Sample
        {
            [Metric.BytesPerConnection] = (run.Server.ResidentBytes() - before) / (double)Connections,
        };
    }
}
