using Microsoft.Extensions.DependencyInjection;
using Parley.Core.Media;
using Parley.Core.Rooms;
using Parley.Protocols.ChatRoom;
using Parley.RabbitMq;
using Parley.RabbitMq.Shards;
using Parley.Server.Rest;
using Parley.Tests.CommandLine;
using Parley.Tests.Protocols;
using Parley.Tests.Protocols.World.Rules;
using Parley.Tests.Rest;

namespace Parley.Tests.Cluster;

/// <summary>Several servers in this process, on one broker and one database.</summary>
internal sealed class NodeGroup(
    string broker, TimeProvider? time = null, MediaServers? media = null, Dictionary<string, string>? more = null,
    Action<IServiceCollection>? configure = null) : IAsyncDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("parley-nodes-").FullName;
    private readonly List<ParleyHost> hosts = [];

    public ParleyHost this[int index] => hosts[index];

    public string Database => $"Data Source={Path.Combine(folder, "shared.db")}";

    private IEnumerable<ClusterNode> Nodes => hosts.Select(NodeOf).Where(n => !n.IsStopped);

    /// <summary>Starts nodes and waits until they share the shards.</summary>
    public static async Task<NodeGroup> StartAsync(
        string broker, int count, TimeProvider? time = null, MediaServers? media = null, Dictionary<string, string>? more = null,
        Action<IServiceCollection>? configure = null)
    {
        var group = new NodeGroup(broker, time, media, more, configure);
        for (var i = 0; i < count; i++) await group.AddAsync();
        await group.SettleAsync();
        return group;
    }

    public static ClusterNode NodeOf(ParleyHost host) => host.Services.GetRequiredService<ClusterNode>();

    /// <summary>Starts one more.</summary>
    /// <param name="address">Another way to the broker.</param>
    public async Task<ParleyHost> AddAsync(string? address = null)
    {
        var settings = Settings(address ?? broker);
        if (time is null) Unlimited(settings);
        var host = await ParleyHost.StartAsync(
            settings.ToDictionary(s => s.Key, s => (string?)s.Value),
            builder =>
            {
                if (time is not null) builder.Services.AddSingleton(time);
                configure?.Invoke(builder.Services);
                if (media is not null) builder.Services.AddSingleton(media);
            });
        hosts.Add(host);
        return host;
    }

    /// <summary>Starts one more in a process of its own, and waits until all have their part of the shards.</summary>
    public async Task<(ServerProcess Process, Uri Url)> AddProcessAsync()
    {
        var settings = Settings(broker);
        Unlimited(settings);
        settings["Parley:Auth:SymmetricKey"] = ParleyHost.SymmetricKey;
        settings["Parley:World:Folder"] = Directory.CreateDirectory(Path.Combine(folder, "worlds")).FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "worlds", "office.json"), RulesOffice.File);
        var started = await ServerProcess.StartAsync(["--environment", "Development", .. settings.Select(s => $"--{s.Key}={s.Value}")]);
        // A third of the shards is to go there, give or take some; a sixth is enough to begin with.
        await Eventually.Is(() => Nodes.All(n => n.IsWhole && n.Nodes == hosts.Count + 1)
            && Nodes.Sum(n => n.ShardsHere) < ClusterNode.Shards * 5 / 6);
        return started;
    }

    /// <summary>Starts one in a process of its own, by another way to the broker and with more in its environment.</summary>
    public Task<(ServerProcess Process, Uri Url)> StartProcessAsync(string address, Dictionary<string, string> environment) =>
        ServerProcess.StartAsync(
            environment, ["--environment", "Development", .. Settings(address).Select(s => $"--{s.Key}={s.Value}")]);

    /// <summary>Waits until all of those that live see each other, and each shard is with the node that it should be with.</summary>
    public Task SettleAsync() => Eventually.Is(() =>
    {
        var ids = Nodes.Select(n => n.Id).ToArray();
        return Nodes.All(n => n.IsWhole && n.Nodes == ids.Length
            && n.ShardsHere == Enumerable.Range(0, ClusterNode.Shards).Count(s => Placement.OwnerOf(s, ids) == n.Id));
    });

    /// <summary>Waits until all that clients sent has arrived, with all that came of it.</summary>
    public static async Task ArriveAsync(IEnumerable<ParleyHost> hosts)
    {
        var nodes = hosts.Select(h => h.Services.GetService<ClusterNode>()).OfType<ClusterNode>().ToArray();
        // One after the other first, so that a failure says which of them never was.
        await Eventually.Is(() => nodes.All(n => n.InputsWaiting == 0));
        await Eventually.Is(() => nodes.All(n => n.HasArrived));
        await Eventually.Is(() => nodes.All(n => n.InputsWaiting == 0 && n.HasArrived));
    }

    /// <summary>Waits until no more clients than that are connected, where nodes know of it.</summary>
    public static Task LeaveAsync(IEnumerable<ParleyHost> hosts, int staying) =>
        Eventually.Is(() => hosts.Sum(h => (h.Services.GetService<ClusterNode>()?.EdgeSessions ?? 0) - h.Services.GetRequiredService<KeptLiveRooms>().Count) <= staying);

    /// <summary>A room of alice, bob and carol that is that node's.</summary>
    public Task<string> RoomAtAsync(ParleyHost owner) => RoomAsync(NodeOf(owner).Owns);

    /// <summary>A room of alice, bob and carol that is none of these nodes'.</summary>
    public Task<string> RoomElsewhereAsync() => RoomAsync(room => !Nodes.Any(n => n.Owns(room)));

    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(hosts.Select(h => h.DisposeAsync().AsTask()));
        Directory.Delete(folder, recursive: true);
    }

    private async Task<string> RoomAsync(Func<RoomId, bool> isRight)
    {
        while (true)
        {
            var room = await Actors.RoomAsync(hosts.First(h => !NodeOf(h).IsStopped), "alice", "bob", "carol");
            if (isRight(CallRoom.Of(Guid.Parse(room)))) return room;
        }
    }

    private Dictionary<string, string> Settings(string address)
    {
        var settings = new Dictionary<string, string>
        {
            ["Parley:Cluster:RabbitMq"] = address,
            ["Parley:Storage:ConnectionString"] = Database,
            ["Parley:Auth:AllowAnonymous"] = "false",
            ["Parley:Admin:ApiKey"] = RestStage.AdminKey,
        };
        foreach (var (key, value) in more ?? []) settings[key] = value;
        return settings;
    }

    private static void Unlimited(Dictionary<string, string> settings)
    {
        settings["Parley:Limits:MessagesPerSecond"] = "100000";
        settings["Parley:Limits:Burst"] = "100000";
        settings["Parley:Limits:OutboxMessages"] = settings["Parley:Resume:LogMessages"] = "100000";
        settings["Parley:Limits:OutboxBytes"] = settings["Parley:Resume:LogBytes"] = "100000000";
    }
}
