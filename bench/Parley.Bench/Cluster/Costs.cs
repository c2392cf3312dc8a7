using Parley.Bench.Measuring;
using Parley.Bench.Servers;

namespace Parley.Bench.Cluster;

/// <summary>What nodes, and what is between them, spend from now on.</summary>
internal sealed class Costs(ServerGroup group)
{
    private readonly TimeSpan nodes = group.NodesCpuTime();
    private readonly TimeSpan between = group.BetweenCpuTime();
    private readonly double? published = Published(group);

    /// <summary>Adds what each of so many messages cost.</summary>
    internal void AddTo(Sample sample, double count)
    {
        sample[Metric.NodesCpu] = (group.NodesCpuTime() - nodes).TotalSeconds / count * 1e6;
        sample[Metric.BetweenCpu] = (group.BetweenCpuTime() - between).TotalSeconds / count * 1e6;
        if (published is { } before)
            sample[Metric.Published] = (Published(group)!.Value - before) / count;
    }

    /// <summary>What the nodes gave the broker; null of those that do not count it.</summary>
    private static double? Published(ServerGroup group) =>
        group.CountsPublished ? group.Nodes.Sum(node => ServerMetrics.Of(node).Value("parley_cluster_published_total")) : null;
}
