using Parley.Core.Rooms;
using Parley.RabbitMq.Sessions;
using Parley.RabbitMq.Wire;

namespace Parley.RabbitMq.Shards;

/// <summary>A shard as seen from this node, whoever owns it: where it is, this node's sessions in it, who else is in their rooms.</summary>
internal sealed class Shard(ClusterNode node, int number)
{
    private readonly Lock gate = new();
    private readonly HashSet<EdgeSession> edges = [];
    private readonly Dictionary<long, RemoteCommand> commands = [];

    // Who else is in this node's rooms, and how many of its sessions are in each. With a lock of their own, the last of all.
    private readonly Lock memory = new();
    private readonly Dictionary<SessionKey, (long Node, Opening Opening)> others = [];
    private readonly Dictionary<RoomId, int> rooms = [];
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
            lock (memory) rooms[edge.Opening.Room] = rooms.GetValueOrDefault(edge.Opening.Room) + 1;
            edge.Follow(Route);
            edge.GoOn();
        }
    }

    public void Remove(EdgeSession edge)
    {
        lock (gate)
        {
            if (edges.Remove(edge)) Leave(edge.Opening.Room);
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
            Lead(route);
            if (route.IsNone) return;
            foreach (var command in commands.Values.ToArray()) command.Send(number, route);
            if (!moved) return;

            told = route.Epoch;
            foreach (var (from, opening) in Others())
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
            Lead(Route);
        }
    }

    /// <summary>The owner says who else is in a room of ours, or no longer is. It may be here, and hold locks of its own.</summary>
    public void Note(bool present, long from, Opening opening)
    {
        lock (memory)
        {
            if (!present) others.Remove(opening.Key);
            else if (rooms.ContainsKey(opening.Room)) others[opening.Key] = (from, opening);
        }
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
            lock (memory) others.Clear();
        }

        foreach (var edge in all) edge.GiveUp();
    }

    public void Expire()
    {
        RemoteCommand[] late;
        lock (gate) late = [.. commands.Values.Where(c => c.ExpiresAt <= node.Now)];
        foreach (var command in late) Answered(command.Id, null);
    }

    private void Lead(Route route)
    {
        EdgeSession[] all = [.. edges];
        foreach (var edge in all) edge.Follow(route);
        foreach (var edge in all) edge.GoOn();
    }

    /// <summary>Who is in rooms that this node has left is told to it no more: what it knows of them would grow old.</summary>
    private void Leave(RoomId room)
    {
        lock (memory)
        {
            if (--rooms[room] > 0) return;
            rooms.Remove(room);
            foreach (var (key, (_, opening)) in others.ToArray())
            {
                if (opening.Room == room) others.Remove(key);
            }
        }
    }

    private (long Node, Opening Opening)[] Others()
    {
        lock (memory) return [.. others.Values];
    }
}
