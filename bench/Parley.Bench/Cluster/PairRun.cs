using Parley.Bench.Load;
using Parley.Bench.Measuring;

namespace Parley.Bench.Cluster;

/// <summary>Measures pairs of clients of a group, wherever they are connected.</summary>
/// <param name="group">The nodes.</param>
/// <param name="plans">The clients, 2n and 2n + 1 a pair.</param>
/// <param name="message">What each sends.</param>
/// <param name="options">How long.</param>
/// <param name="stop">Gives up.</param>
internal sealed class PairRun(
    ServerGroup group, IReadOnlyList<ClientPlan> plans, Message message, ClusterOptions options, CancellationToken stop) : IDisposable
{
    /// <summary>Messages a second at which latency is measured: what every peer keeps up with.</summary>
    internal const int Rate = 2000;

    // Of few messages one pause is the 99th percentile.
    private const int Longer = 3;

    private readonly EventLoop loop = new(group.Nodes[0].Port, stop);
    private readonly Message[] messages = [.. plans.Select(_ => message)];

    /// <summary>Connects everybody, and makes sure that each reaches its partner and nobody else.</summary>
    internal void Connect()
    {
        Connector.Open(loop, plans);
        Roster.Check(loop, messages, 1);
    }

    internal Sample Latency()
    {
        var warmUp = new PairLoad(loop, messages, 1, Writes.Single);
        warmUp.WarmUp(options.WarmUp);
        loop.Idle(TimeSpan.FromMilliseconds(200));
        var costs = new Costs(group);
        var span = Longer * options.Measure;
        var sample = new OpenLoad(loop, messages, Rate).Run(group, options.WarmUp, span);
        costs.AddTo(sample, Rate * (options.WarmUp + span).TotalSeconds);
        return sample;
    }

    /// <summary>At saturation.</summary>
    internal Sample Relay(int inFlight)
    {
        var load = new PairLoad(loop, messages, inFlight, Writes.Single);
        load.WarmUp(options.WarmUp);
        var (costs, before) = (new Costs(group), load.Delivered);
        var sample = load.Measure(group, options.Measure).ToSample(Metric.Messages, Metric.CpuPerMessage);
        costs.AddTo(sample, load.Delivered - before);
        return sample;
    }

    public void Dispose() => loop.Dispose();
}
