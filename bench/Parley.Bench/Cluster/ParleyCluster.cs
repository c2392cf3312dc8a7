using System.Security.Cryptography;
using Parley.Bench.Load;
using Parley.Bench.Peers;
using Parley.Bench.Servers;

namespace Parley.Bench.Cluster;

/// <summary>Parley's nodes on RabbitMQ and one database; pairs are rooms of two by <c>chatroom</c>.</summary>
internal sealed class ParleyCluster(Launcher launcher) : ClusteredPeer
{
    /// <summary>Shards that there are: docs/scaling.md.</summary>
    private const int Shards = 256;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(40);

    private readonly JwtSigner signer = new(Secret());
    private readonly string folder = Directory.CreateTempSubdirectory("bench-").FullName;
    private int groups;

    internal override string Name => "parley";

    internal override string About =>
        "Parley's nodes on Debian's RabbitMQ, with JWT, validation and limits: `ice-candidate` by `chatroom`, in rooms of two";

    internal override string Between => "RabbitMQ";

    internal override ServerGroup Start(int nodes)
    {
        groups++;
        var group = new ServerGroup(launcher.StartRabbitMq()) { CountsPublished = true };
        try
        {
            for (var i = 0; i < nodes; i++)
                group.Add(StartNode(group));
            Settle(group);
            return group;
        }
        catch
        {
            group.Dispose();
            throw;
        }
    }

    /// <summary>Starts a node in the place of one that was killed, and returns when it has its part of the shards.</summary>
    internal void Replace(ServerGroup group, int node)
    {
        group.Replace(node, StartNode(group));
        Settle(group);
    }

    internal override IReadOnlyList<ClientPlan> Across(ServerGroup group, int pairs) =>
        [.. Rooms(group, pairs).SelectMany(room => (ClientPlan[])[room.Seat(0, group.Nodes[0]), room.Seat(1, group.Nodes[1])])];

    internal override Message Message(int size) => ParleyMessages.Signal(size);

    /// <summary>Makes rooms of two.</summary>
    internal IReadOnlyList<PairRoom> Rooms(ServerGroup group, int count)
    {
        using var api = new ParleyRooms(group.Nodes[0].Port, signer);
        return [.. api.Create(count, 2).Chunk(2).Select(seats => new PairRoom(signer, seats[0].Room, [.. seats.Select(seat => seat.Account)]))];
    }

    /// <summary>Which of the rooms are a node's: it has a session more when somebody comes in, by whichever node.</summary>
    internal bool[] OwnedBy(ServerProcess node, ServerProcess door, IReadOnlyList<PairRoom> rooms)
    {
        using var loop = new EventLoop(door.Port, launcher.Stop);
        AwaitSessions(node, loop, 0);
        var (owned, count) = (new bool[rooms.Count], 0);
        for (var i = 0; i < rooms.Count; i++)
        {
            Connector.Open(loop, [rooms[i].Seat(0, door)]);
            var now = Sessions(node);
            owned[i] = now > count;
            count = now;
        }
        loop.Drop();
        AwaitSessions(node, loop, 0);
        return owned;
    }

    /// <summary>Returns when nobody is connected any more.</summary>
    internal void AwaitNobody(ServerGroup group)
    {
        using var loop = new EventLoop(group.Nodes[0].Port, launcher.Stop);
        foreach (var node in group.Nodes)
            AwaitSessions(node, loop, 0);
    }

    private static int Sessions(ServerProcess node) => (int)ServerMetrics.Of(node).Value("parley_cluster_sessions{place=\"room\"}");

    private static void AwaitSessions(ServerProcess node, EventLoop loop, int count)
    {
        for (var end = Clock.In(Patience); Sessions(node) != count; loop.Idle(TimeSpan.FromMilliseconds(50)))
        {
            if (Clock.Now > end)
                throw new BenchException($"a node has {Sessions(node)} sessions, not {count}");
        }
    }

    private ServerProcess StartNode(ServerGroup group) => launcher.Start(
        (port, _) => ServerCommand.DotNet(launcher.Layout.Parley, "serve", "--urls", $"http://127.0.0.1:{port}").With(
            // In Production several nodes ask for PostgreSQL, which no message goes to; the tests do as this does.
            ("ASPNETCORE_ENVIRONMENT", "Development"),
            ("Parley__Auth__SymmetricKey", signer.Key),
            ("Parley__Cluster__RabbitMq", $"amqp://guest:guest@127.0.0.1:{group.BetweenPort}/"),
            ("Parley__Storage__ConnectionString", $"Data Source={Path.Combine(folder, $"bench{groups}.db")}"),
            ("Parley__Admin__ApiKey", Secret()),
            // The limits stay in force; only their numbers are out of the load's way.
            ("Parley__Limits__MessagesPerSecond", "1000000"),
            ("Parley__Limits__Burst", "1000000")),
        "/health/ready");

    /// <summary>Returns when every shard has an owner, each node its part, and no shard has moved for a second.</summary>
    private void Settle(ServerGroup group)
    {
        var (before, since) = (Array.Empty<int>(), Clock.Now);
        for (var end = Clock.In(Patience); ; Thread.Sleep(100))
        {
            launcher.Stop.ThrowIfCancellationRequested();
            var all = group.Nodes.Select(ServerMetrics.Of).ToArray();
            int[] shards = [.. all.Select(metrics => (int)metrics.Value("parley_cluster_shards"))];
            if (!shards.SequenceEqual(before))
                (before, since) = (shards, Clock.Now);
            if (Clock.Now - since > Clock.Second && shards.Sum() == Shards && shards.Min() > Shards / all.Length / 2
                && all.All(metrics => metrics.Value("parley_cluster_nodes") == all.Length && metrics.Value("parley_cluster_whole") == 1))
            {
                return;
            }
            if (Clock.Now > end)
                throw new BenchException($"the nodes have {string.Join(", ", shards)} shards, and do not settle");
        }
    }

    private static string Secret() => Convert.ToHexString(RandomNumberGenerator.GetBytes(32));
}
