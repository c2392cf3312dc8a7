using Microsoft.Extensions.DependencyInjection;
using Parley.Protocols.ChatRoom;
using Parley.RabbitMq;
using Parley.Tests.Protocols;

namespace Parley.Tests.Cluster;

/// <summary>Several servers in this process, on one broker and one database.</summary>
internal sealed class NodeGroup(string broker, TimeProvider? time = null) : IAsyncDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("parley-nodes-").FullName;
    private readonly List<ParleyHost> hosts = [];

    public ParleyHost this[int index] => hosts[index];

    private string Database => $"Data Source={Path.Combine(folder, "shared.db")}";

    /// <summary>Starts nodes and waits until they share the shards.</summary>
    public static async Task<NodeGroup> StartAsync(string broker, int count, TimeProvider? time = null)
    {
        var group = new NodeGroup(broker, time);
        for (var i = 0; i < count; i++) await group.AddAsync();
        await group.SettleAsync();
        return group;
    }

    public static ClusterNode NodeOf(ParleyHost host) => host.Services.GetRequiredService<ClusterNode>();

    /// <summary>Starts one more.</summary>
    /// <param name="address">Another way to the broker.</param>
    public async Task<ParleyHost> AddAsync(string? address = null)
    {
        var host = await ParleyHost.StartAsync(
            new()
            {
                ["Parley:Cluster:RabbitMq"] = address ?? broker,
                ["Parley:Storage:ConnectionString"] = Database,
                ["Parley:Auth:AllowAnonymous"] = "false",
                ["Parley:Limits:MessagesPerSecond"] = time is null ? "100000" : "50",
                ["Parley:Limits:Burst"] = time is null ? "100000" : "200",
            },
            builder =>
            {
                if (time is not null) builder.Services.AddSingleton(time);
            });
        hosts.Add(host);
        return host;
    }

    /// <summary>Starts one more in a process of its own, and waits until it has its part of the shards.</summary>
    public async Task<NodeProcess> AddProcessAsync()
    {
        var process = NodeProcess.Start(broker, Database);
        await Eventually.Is(() => hosts.All(h => NodeOf(h).Nodes == hosts.Count + 1 && NodeOf(h).IsWhole)
            && hosts.Sum(h => NodeOf(h).ShardsHere) is > 0 and < ClusterNode.Shards * 5 / 6);
        return process;
    }

    /// <summary>A room of alice, bob and carol that is none of these nodes'.</summary>
    public async Task<string> RoomElsewhereAsync()
    {
        while (true)
        {
            var room = await Actors.RoomAsync(hosts[0], "alice", "bob", "carol");
            if (!hosts.Exists(h => NodeOf(h).Owns(CallRoom.Of(Guid.Parse(room))))) return room;
        }
    }

    /// <summary>Waits until all of those that live see each other, and each shard has the owner it should have.</summary>
    public Task SettleAsync()
    {
        var nodes = hosts.Select(NodeOf).Where(n => !n.IsStopped).ToArray();
        return Eventually.Is(() => nodes.All(n => n.IsWhole && n.Nodes == nodes.Length)
            && nodes.Sum(n => n.ShardsHere) == ClusterNode.Shards && (nodes.Length == 1 || nodes.All(n => n.ShardsHere < ClusterNode.Shards)));
    }

    /// <summary>A room of alice, bob and carol that is that node's.</summary>
    public async Task<string> RoomAtAsync(ParleyHost owner)
    {
        while (true)
        {
            var room = await Actors.RoomAsync(hosts.First(h => !NodeOf(h).IsStopped), "alice", "bob", "carol");
            if (NodeOf(owner).Owns(CallRoom.Of(Guid.Parse(room)))) return room;
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var host in hosts) await host.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }
}
