using Parley.Bench.Load;

namespace Parley.Bench.Cluster;

/// <summary>A server that runs on several nodes, and how pairs of its clients talk across them.</summary>
internal abstract class ClusteredPeer
{
    /// <summary>As the report shows it.</summary>
    internal abstract string Name { get; }

    /// <summary>One line for the report.</summary>
    internal abstract string About { get; }

    /// <summary>What is between its nodes.</summary>
    internal abstract string Between { get; }

    /// <summary>Starts as many nodes, and returns when they act as one.</summary>
    internal abstract ServerGroup Start(int nodes);

    /// <summary>Pairs of clients, 2n at the first node and 2n + 1 at the second.</summary>
    internal abstract IReadOnlyList<ClientPlan> Across(ServerGroup group, int pairs);

    /// <summary>What a client sends to its partner.</summary>
    internal abstract Message Message(int size);
}
