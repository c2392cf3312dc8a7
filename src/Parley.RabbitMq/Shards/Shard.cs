using System.Collections.Concurrent;
using Parley.RabbitMq.Sessions;
using Parley.RabbitMq.Wire;

namespace Parley.RabbitMq.Shards;

/// <summary>A shard as seen from this node, whoever owns it: where it is, this node's sessions in it, who else is in their rooms.</summary>
internal sealed class Shard(ClusterNode node, int number)
{
    private readonly Lock gate = new();
    private readonly HashSet<EdgeSession> edges = [];
    private readonly ConcurrentDictionary<SessionKey, (long Node, Opening Opening)> others = new();
    private readonly Dictionary<long, RemoteCommand> commands = [];
    private long fence;

    // The epoch of the owner that was told that all is open again.
    private long told;

    public ClusterNode Node => node;

    public int Number => number;

    /// <summary>The newest epoch that was heard of.</summary>
    public long Fence => Volatile.Read(ref fence);

    public Route Route { get; private set; } = Route.None;

    /// <summary>What is older than this counts no more.</summary>
    public void Raise(long epoch)
    {
        lock (gate) fence = Math.Max(fence, epoch);
    }

    /// <summary>A client's session, opened as soon as it is known where.</summary>
    public void Add(EdgeSession edge)
    {
        lock (gate)
        {
            edges.Add(edge);
            edge.Follow(Route);
        }
    }

    public void Remove(EdgeSession edge)
    {
        lock (gate)
        {
            edges.Remove(edge);
            if (edges.Count == 0) others.Clear();
        }
    }

    /// <summary>Everything that this node has there is opened at the new owner, and it is told when that is done.</summary>
    public void Follow(Route route)
    {
        lock (gate)
        {
            var moved = !route.IsNone && route.Epoch != told;
            Route = route;
            fence = Math.Max(fence, route.Epoch);
            foreach (var edge in edges.ToArray()) edge.Follow(route);
            if (route.IsNone) return;
            foreach (var command in commands.Values.ToArray()) command.Send(number, route);
            if (!moved) return;

            told = route.Epoch;
            foreach (var (_, (from, opening)) in others)
            {
                if (route.Link is { } link) link.Member(ItemKind.Remember, number, route.Epoch, from, opening);
                else route.Owned!.Remember(from, opening);
            }

            if (route.Link is { } way) way.Say(ItemKind.Reopened, number, route.Epoch);
            else route.Owned!.Reopened(node.Id);
        }
    }

    /// <summary>Inputs that were not taken are tried again.</summary>
    public void Retry()
    {
        lock (gate)
        {
            foreach (var edge in edges.ToArray()) edge.Follow(Route);
        }
    }

    /// <summary>The owner says who else is in a room of ours, or no longer is. Takes no lock: the owner may be here, and hold its own.</summary>
    public void Note(bool present, long from, Opening opening)
    {
        if (present) others[opening.Key] = (from, opening);
        else others.TryRemove(opening.Key, out _);
    }

    public void Add(RemoteCommand command)
    {
        lock (gate)
        {
            commands.Add(command.Id, command);
            if (!Route.IsNone) command.Send(number, Route);
        }
    }

    public void Answered(long id, byte[]? answer)
    {
        RemoteCommand? command;
        lock (gate) commands.Remove(id, out command);
        command?.Answered(answer);
    }

    /// <summary>Clients whose rooms have members elsewhere are asked to reconnect.</summary>
    public void GiveUp()
    {
        EdgeSession[] all;
        lock (gate)
        {
            all = [.. edges];
            told = 0;
            others.Clear();
        }

        foreach (var edge in all) edge.GiveUp();
    }

    public void Expire()
    {
        RemoteCommand[] late;
        lock (gate) late = [.. commands.Values.Where(c => c.ExpiresAt <= node.Now)];
        foreach (var command in late) Answered(command.Id, null);
    }
}
