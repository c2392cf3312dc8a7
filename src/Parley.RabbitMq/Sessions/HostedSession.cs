using Parley.Core.Sessions;
using Parley.RabbitMq.Shards;
using Parley.RabbitMq.Wire;

namespace Parley.RabbitMq.Sessions;

/// <summary>A client's session at its room's owner: the protocol's own, with the edge in the place of a connection.</summary>
internal sealed partial class HostedSession
{
    private readonly Lock gate = new();
    private readonly HostedConnection connection;
    private readonly Queue<HeldInput> held = [];
    private IMessageHandler? handler;
    private EdgeSession? edge;
    private OutLink? link;
    private Opening opening;
    private int last;
    private bool holding;
    private bool reopened;
    private bool over;
    private bool isAway;

    public HostedSession(OwnedShard shard, HostedRoom room, Opening opening, long edgeNode, OutLink? link, EdgeSession? edge)
    {
        (Shard, Room, this.opening) = (shard, room, opening);
        connection = new HostedConnection(this);
        Attach(edgeNode, link, edge);
    }

    public OwnedShard Shard { get; }

    public HostedRoom Room { get; }

    public Opening Opening => Volatile.Read(ref opening);

    /// <summary>Where its client's socket is, when that is here.</summary>
    public EdgeSession? Edge => edge;

    /// <summary>The node that holds the client's socket, or held it.</summary>
    public long EdgeNode { get; private set; }

    /// <summary>Whether its client is not on this node.</summary>
    public bool IsRemote => edge is null && !isAway;

    /// <summary>Whether its client is on this node.</summary>
    public bool IsHere => edge is not null && !isAway;

    /// <summary>The way to that node; <c>null</c> when it is this one, or gone, or no longer has the client.</summary>
    public OutLink? Link => isAway ? null : link;

    /// <summary>Whether what clients of its room send may be on its way here for long.</summary>
    public bool IsCutOff => Room.HasRemote && !Shard.IsInTouch;

    /// <summary>When one that nobody brought back leaves, on the node's clock.</summary>
    public long LeavesAt { get; set; } = long.MaxValue;

    /// <summary>
    /// Begins. In a shard that is being rebuilt a session that others know already is opened in silence, and everything
    /// else waits; in one that works, one that came late is not welcomed again, and clients of its own node, who were with
    /// it all the time and are alone in the room, don't hear of it. Nobody begins where the room may not act for now: who
    /// comes back would be told that what others here still hold was never sent.
    /// </summary>
    public void Begin(long stamp, bool resumed, bool again, int next, bool rebuilding, bool waits, byte[] carried)
    {
        var settled = Settled.None;
        lock (gate)
        {
            last = next - 1;
            holding = waits || (Room.HasRemote && !Shard.MayAct);
            if (resumed)
            {
                reopened = true;
                Open(rebuilding ? Handling.InSilence() : Handling.UnheardBy(EdgeNode), wasOpen: true, carried);
                if (Room.InDoubt) Doubt();
            }
            else if (holding) held.Enqueue(new HeldInput(this, stamp, 0, InputKind.Text, again, []));
            else settled = OpenFirst(again);
        }

        Tell(settled);
    }

    /// <summary>
    /// In the place of <see cref="Begin"/>: the room went on without this session, and nobody knows what its client should
    /// have got. It begins anew rather than miss something.
    /// </summary>
    public void Miss(int next)
    {
        lock (gate)
        {
            last = next - 1;
            SendAway();
        }
    }

    /// <summary>The edge, or another node, brings a client back that was opened without it.</summary>
    public void Return(long node, OutLink? way, EdgeSession? local, int next)
    {
        lock (gate)
        {
            Shard.Move(this, () => Attach(node, way, local));
            last = Math.Max(last, next - 1);
            if (LeavesAt == long.MaxValue) return;
            LeavesAt = long.MaxValue;
            // What was for it meanwhile went nowhere.
            SendAway();
        }
    }

    public void Tick()
    {
        lock (gate)
        {
            // What clients of other nodes sent while this one was cut off is still on its way: they were not silent.
            if (over || holding || IsCutOff) return;
            if (!isAway) handler?.Tick();
            else if (handler is not { IsAway: true }) Vanish();
        }
    }

    /// <summary>Returns once nobody handles an input of it.</summary>
    public void Wait()
    {
        lock (gate)
        {
            // Nothing to do: whoever had the lock is through.
        }
    }

    public void TooSlow() => handler?.TooSlow();

    /// <summary>Something that happens in its room may have happened before.</summary>
    public void Doubt() => handler?.Doubt();

    /// <summary>Its client did not get all of which only the newest counts.</summary>
    public void LatestLost() => handler?.LatestLost();

    /// <summary>
    /// What it is to be opened with elsewhere. Returns the number of the last of its client's inputs that may have led to
    /// that. Under the lock of a room, one call at a time.
    /// </summary>
    public int Remember(byte[] state)
    {
        Volatile.Write(ref opening, Opening with { State = state });
        return Volatile.Read(ref last);
    }

    /// <summary>Another handler is told from now on. While this session works on something, or opens.</summary>
    public void HandOver(IMessageHandler next) => handler = next;

    private void Attach(long node, OutLink? way, EdgeSession? local)
    {
        (EdgeNode, link, edge) = (node, way, local);
        if (local is not null) connection.Attach(local.Connection, Opening.Key.Number);
        else if (way is not null) connection.Attach(way, Opening.Key.Number);
    }

    private void Open(Handling handling, bool wasOpen, byte[] carried)
    {
        try
        {
            var opened = Shard.Node.Open(connection, Opening, wasOpen, carried);
            // Unless it was handed over before it began.
            handler ??= opened;
        }
        catch (Exception failure)
        {
            Fail(failure);
        }
        finally
        {
            handling.End();
        }
    }
}
