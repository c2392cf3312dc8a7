using Parley.Bench.Servers;

namespace Parley.Bench.Cluster;

/// <summary>Several nodes of a server, and what is between them.</summary>
/// <param name="between">A broker, or Redis.</param>
internal sealed class ServerGroup(IReadOnlyList<ServerProcess> between) : IServer, IDisposable
{
    private readonly List<ServerProcess> nodes = [];

    internal IReadOnlyList<ServerProcess> Nodes => nodes;

    /// <summary>Where what is between them listens.</summary>
    internal int BetweenPort => between[^1].Port;

    /// <summary>Whether its nodes count what they give the broker.</summary>
    internal bool CountsPublished { get; init; }

    internal void Add(ServerProcess node) => nodes.Add(node);

    /// <summary>Kills a node, and puts another one in its place later: <see cref="Replace"/>.</summary>
    internal void Kill(int node) => nodes[node].Kill();

    internal void Replace(int node, ServerProcess by)
    {
        nodes[node].Dispose();
        nodes[node] = by;
    }

    public TimeSpan CpuTime() => NodesCpuTime() + BetweenCpuTime();

    internal TimeSpan NodesCpuTime() => Sum(nodes);

    internal TimeSpan BetweenCpuTime() => Sum(between);

    /// <summary>Resident memory of all nodes.</summary>
    internal long NodesResidentBytes() => nodes.Sum(node => node.ResidentBytes());

    internal string LogTail() => string.Join('\n', nodes.Concat(between).Select(server => server.LogTail()));

    public void Dispose()
    {
        foreach (var server in nodes.Concat(between.Reverse()))
            server.Dispose();
    }

    private static TimeSpan Sum(IEnumerable<ServerProcess> servers) =>
        servers.Aggregate(TimeSpan.Zero, (sum, server) => sum + server.CpuTime());
}
