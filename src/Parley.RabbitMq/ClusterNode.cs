using System.Collections.Concurrent;
using System.Diagnostics;
using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using Parley.Core.Rooms;
using Parley.Core.Sessions;
using Parley.RabbitMq.Sessions;
using Parley.RabbitMq.Shards;
using Parley.RabbitMq.Wire;

namespace Parley.RabbitMq;

/// <summary>
/// This node among others: who else there is, which shards are whose, and the way of messages between a client's socket
/// and the room it is in. Why it is as it is: docs/decisions/0017-rooms-on-rabbitmq.md.
/// </summary>
/// <remarks>
/// Locks are taken in this order: the node's, a shard's, an edge session's, a hosted session's, a room's, an owned shard's,
/// a link's. Time is the machine's own, whatever the rest of the server takes for it: the broker's is.
/// </remarks>
public sealed partial class ClusterNode : IAsyncDisposable
{
    /// <summary>How many shards there are.</summary>
    public const int Shards = Placement.Shards;

    /// <summary>In milliseconds: an acknowledgement that finds nothing to go with waits for no longer.</summary>
    private const int AckEvery = 10;

    private readonly Broker broker;
    private readonly IRooms rooms;
    private readonly ILogger<ClusterNode> logger;
    private readonly Action<int>? released;
    private readonly Dictionary<string, SessionKind> kinds;
    private readonly Dictionary<Type, CommandForm> forms;
    private readonly Dictionary<string, CommandForm> formsByName;
    private readonly Lock gate = new();
    private readonly Shard[] shards;
    private readonly OwnedShard?[] owned = new OwnedShard?[Placement.Shards];
    private readonly ConcurrentDictionary<long, OtherNode> nodes = new();
    private readonly Dictionary<long, long> forgotten = [];
    private readonly ConcurrentDictionary<int, EdgeSession> edges = new();
    private readonly ConcurrentQueue<EdgeSession> buried = new();
    private readonly CancellationTokenSource stopping = new();
    private readonly SemaphoreSlim awake = new(0);
    private readonly long process = NewId();
    private readonly long perMillisecond = Stopwatch.Frequency / 1000;
    private long id = NewId();
    private int lastNumber;
    private long lastCommand;
    private int awoken;
    private long acknowledgedAt;
    private long published;
    private Task? loop;
    private Task? publishing;

    /// <param name="options">Where the broker is.</param>
    /// <param name="kinds">Sessions that are opened where their rooms live.</param>
    /// <param name="forms">Commands that may come from other nodes.</param>
    /// <param name="rooms">The rooms of this node.</param>
    /// <param name="logger">For what becomes of nodes and shards.</param>
    /// <param name="released">
    /// Told which shard is no longer this node's, when its sessions have ended here: a room that stays without any is not
    /// the one any more that others come to. A lock is held.
    /// </param>
    public ClusterNode(
        ClusterOptions options, IEnumerable<SessionKind> kinds, IEnumerable<CommandForm> forms, IRooms rooms,
        ILogger<ClusterNode> logger, Action<int>? released = null)
    {
        broker = new Broker(options.Broker);
        this.rooms = rooms;
        this.logger = logger;
        this.released = released;
        this.kinds = kinds.ToDictionary(k => k.Name);
        this.forms = forms.ToDictionary(f => f.Type);
        formsByName = this.forms.Values.ToDictionary(f => f.Type.Name);
        shards = [.. Enumerable.Range(0, Placement.Shards).Select(number => new Shard(this, number))];
    }

    /// <summary>How many shards are this node's.</summary>
    public int ShardsHere => owned.Count(o => o is { HasLock: true, IsOver: false });

    /// <summary>How many shards have an owner, as far as this node knows.</summary>
    public int ShardsSomewhere => shards.Count(s => !s.Route.IsNone);

    /// <summary>How many nodes are heard of, this one among them.</summary>
    public int Nodes => (InContact ? 1 : 0) + nodes.Values.Count(n => Now - n.HeardAt < Timing.Suspect);

    /// <summary>Sessions whose client's socket is here.</summary>
    public int EdgeSessions => edges.Count;

    /// <summary>What clients of this node sent, and what came of it has not arrived everywhere yet.</summary>
    public int InputsWaiting => edges.Values.Sum(e => e.Waiting);

    /// <summary>Whether other nodes have all that they were sent.</summary>
    internal bool HasArrived => nodes.Values.All(n => n.Link.Acked >= n.Link.Last);

    /// <summary>Messages that the broker got from this node.</summary>
    public long Published => Volatile.Read(ref published);

    /// <summary>Sessions whose room is here.</summary>
    public int HostedSessions => owned.Sum(o => o is { IsOver: false } ? o.Count : 0);

    /// <summary>Whether rooms with members on other nodes are served: the broker is reached, and every shard has its owner.</summary>
    public bool IsWhole => InContact && ShardsSomewhere == Placement.Shards;

    /// <summary>Whether it ever was.</summary>
    public bool WasWhole { get; private set; }

    /// <summary>Whether it hands its shards over, as long as there is somebody to take them, and takes none.</summary>
    public bool Yields { get; set; }

    /// <summary>Whether it takes no part any more.</summary>
    internal bool IsStopped => leaving;

    internal long Id => Volatile.Read(ref id);

    /// <summary>Whether the room is this node's.</summary>
    internal bool Owns(RoomId room) => owned[Placement.ShardOf(room)] is { HasLock: true, Works: true };

    internal long Now => Stopwatch.GetTimestamp() / perMillisecond;

    /// <summary>Whether this node heard itself lately: as long as it does, nobody else can own its shards.</summary>
    internal bool InContact => connected && Now - Volatile.Read(ref contactAt) < Timing.Lease;

    /// <summary>When this node, back among the others, will have heard what it missed.</summary>
    internal long InTouchAt { get; private set; }

    internal Delivered Delivered { get; } = new();

    /// <summary>Orders what clients of all nodes sent, where what one of them sent may have come of what another did.</summary>
    internal LamportClock Clock { get; } = new();

    /// <summary>Connects as soon as the broker is there, and takes part until it is disposed of.</summary>
    public void Start()
    {
        loop = Task.Run(LoopAsync);
        publishing = Task.Run(PublishAsync);
    }

    /// <summary>Which shard a room is in.</summary>
    public static int ShardOf(RoomId room) => Placement.ShardOf(room);

    /// <summary>A client's session, which lives with its room wherever that is.</summary>
    /// <param name="connection">The client's connection.</param>
    /// <param name="protocol">Names the <see cref="SessionKind"/>.</param>
    /// <param name="room">The room.</param>
    /// <param name="state">What the kind needs to open it.</param>
    public IMessageHandler Open(IConnection connection, string protocol, RoomId room, byte[] state)
    {
        var shard = shards[Placement.ShardOf(room)];
        var key = new SessionKey(process, Interlocked.Increment(ref lastNumber));
        var edge = new EdgeSession(connection, new Opening(key, room, protocol, state), shard);
        edges[key.Number] = edge;
        shard.Add(edge);
        return edge;
    }

    /// <summary>Takes a command to its room, wherever that is. <c>false</c> when it is one of those that stay on their node.</summary>
    public bool TryDispatch(RoomId room, Command command)
    {
        if (!forms.TryGetValue(command.GetType(), out var form)) return false;
        var shard = shards[Placement.ShardOf(room)];
        if (shard.Route.Owned is { Works: true, MayAct: true }) return false;
        shard.Add(new RemoteCommand(this, Interlocked.Increment(ref lastCommand), room, form, command));
        return true;
    }

    /// <summary>Lets what has become due happen to the sessions whose rooms are here. Called about once a second.</summary>
    public void Tick()
    {
        foreach (var shard in owned) shard?.Tick();
        foreach (var shard in shards) shard.Expire();
        Delivered.Forget(Now - 30_000);
    }

    /// <summary>Hands the shards over, if there is somebody to take them, and leaves.</summary>
    public async ValueTask DisposeAsync()
    {
        if (loop is null || leaving) return;
        leaving = true;
        var by = Now + (2 * Timing.Forget);
        while (InContact && ShardsHere > 0 && Candidates().Any() && Now < by) await Task.Delay(Timing.Turn);
        // Whoever took the last of them waits to hear from this node, too.
        if (InContact && Candidates().Any()) await Task.Delay(TimeSpan.FromMilliseconds(2 * Timing.Announce));
        await stopping.CancelAsync();
        await loop;
        await publishing!;
        await broker.CloseAsync();
        stopping.Dispose();
    }

    internal IMessageHandler Open(IConnection connection, Opening opening, bool wasOpen, byte[] carried) =>
        kinds[opening.Protocol].Open(connection, opening.State, wasOpen, carried.Length > 0 ? carried : null);

    internal bool IsLatest(string protocol, ReadOnlySpan<byte> message) => kinds[protocol].IsLatest(message);

    /// <summary>As the owner tells other edges by links: who has sessions in that shard here is told of somebody else in it.</summary>
    internal void Note(int shard, bool present, long from, Opening opening) => shards[shard].Note(present, from, opening);

    internal void Run(RoomId room, CommandForm form, byte[] command, Action<byte[]> answer)
    {
        rooms.Dispatch(room, form.Read(command, answer));
        if (!form.HasAnswer) answer([]);
    }

    internal void Answered(int shard, long command, byte[] answer) => shards[shard].Answered(command, answer);

    /// <summary>The session is over; taken out by the loop, as the caller holds locks.</summary>
    internal void Bury(EdgeSession edge)
    {
        edges.TryRemove(edge.Key.Number, out _);
        buried.Enqueue(edge);
    }

    internal void Failed(Exception failure) => LogFailed(logger, failure);

    private static long NewId() => BitConverter.ToInt64(RandomNumberGenerator.GetBytes(8)) | 1;

    private OtherNode Known(long node) => nodes.GetOrAdd(node, static (key, self) => new OtherNode(key, new OutLink(self.Clock, self.Wake))
    {
        HeardAt = self.Now,
    }, this);

    private void Wake()
    {
        if (Interlocked.Exchange(ref awoken, 1) == 0) awake.Release();
    }

    /// <summary>Publishes what the links have, one message at a time: what comes meanwhile goes together with the next.</summary>
    private async Task PublishAsync()
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                var inTime = await awake.WaitAsync(TimeSpan.FromMilliseconds(AckEvery), stopping.Token);
                Interlocked.Exchange(ref awoken, 0);
                if (!connected) continue;
                var alone = !inTime || Now - acknowledgedAt >= AckEvery;
                if (alone) acknowledgedAt = Now;
                foreach (var (node, other) in nodes)
                {
                    while (connected && other.Link.TryNext(Id, ackAlone: alone, out var message))
                    {
                        await broker.TellAsync(node, message, stopping.Token);
                        Interlocked.Increment(ref published);
                    }
                }
            }
            catch (OperationCanceledException)
            {
                return;
            }
            catch (Exception failure)
            {
                // What was not sent is sent again by the next connection.
                LogFailed(logger, failure);
                connected = false;
            }
        }
    }

    [LoggerMessage(LogLevel.Error, "Something failed among nodes; it goes on.")]
    private static partial void LogFailed(ILogger logger, Exception failure);

    [LoggerMessage(LogLevel.Warning, "The broker can't be reached: {Reason}. Rooms with members on other nodes wait.")]
    private static partial void LogNoBroker(ILogger logger, string reason);

    [LoggerMessage(LogLevel.Information, "Node {Node:x16} is connected to the broker.")]
    private static partial void LogConnected(ILogger logger, long node);

    [LoggerMessage(LogLevel.Information, "Node {Node:x16} is heard of.")]
    private static partial void LogFound(ILogger logger, long node);

    [LoggerMessage(LogLevel.Warning, "Node {Node:x16} is silent and forgotten; its clients leave their rooms.")]
    private static partial void LogForgotten(ILogger logger, long node);

    [LoggerMessage(LogLevel.Information, "Shard {Shard} is this node's, epoch {Epoch}.")]
    private static partial void LogClaimed(ILogger logger, int shard, long epoch);

    [LoggerMessage(LogLevel.Information, "Shard {Shard} is no longer this node's.")]
    private static partial void LogReleased(ILogger logger, int shard);
}
