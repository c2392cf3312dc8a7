using Parley.Core.Rooms;
using Parley.RabbitMq.Sessions;
using Parley.RabbitMq.Wire;

namespace Parley.RabbitMq.Shards;

/// <summary>A shard while it is this node's: rebuilt first, then at work, then handed over or lost.</summary>
internal sealed class OwnedShard
{
    private readonly Lock gate = new();
    private readonly Dictionary<SessionKey, HostedSession> sessions = [];
    private readonly Dictionary<RoomId, HostedRoom> rooms = [];
    private readonly Dictionary<SessionKey, (long Node, Opening Opening)> remembered = [];
    private readonly List<Action> commands = [];
    private readonly HashSet<long> awaited;
    private readonly long rebuildBy;
    private (OutLink Link, long Batch)[] unacked = [];
    private long drainBy;
    private bool drainedOnce;
    private bool isDrained;
    private bool hasLost;
    private volatile Phase phase = Phase.Rebuilding;

    /// <param name="node">This node.</param>
    /// <param name="number">The shard.</param>
    /// <param name="epoch">Of this ownership.</param>
    /// <param name="others">Who may have sessions to open again.</param>
    public OwnedShard(ClusterNode node, int number, long epoch, IEnumerable<long> others)
    {
        (Node, Number, Epoch) = (node, number, epoch);
        awaited = [.. others];
        rebuildBy = node.Now + Timing.Rebuild;
    }

    private enum Phase
    {
        Rebuilding,
        Releasing,
        Working,
        Draining,
        Over,
    }

    public ClusterNode Node { get; }

    public int Number { get; }

    public long Epoch { get; }

    /// <summary>Whether its rooms work.</summary>
    public bool Works => phase == Phase.Working;

    /// <summary>Whether it takes inputs, be it to handle them later.</summary>
    public bool Takes => phase is Phase.Rebuilding or Phase.Releasing or Phase.Working;

    /// <summary>
    /// Whether it was lost, or given away before everything had been acknowledged: what it did may have to be done again.
    /// </summary>
    public bool IsDeposed { get; private set; }

    /// <summary>Whether this node still holds the shard's queue, as far as it knows.</summary>
    public bool HasLock { get; set; } = true;

    /// <summary>Whether it may act for rooms with members on other nodes.</summary>
    public bool MayAct => HasLock && Node.InContact;

    /// <summary>Whether it may act, and other nodes had the time to say what they had to while it might not.</summary>
    public bool IsInTouch => MayAct && Node.Now >= Node.InTouchAt;

    public bool IsOver => phase == Phase.Over;

    public bool IsDraining => phase == Phase.Draining;

    /// <summary>How many sessions live here.</summary>
    public int Count
    {
        get
        {
            lock (gate) return sessions.Count;
        }
    }

    /// <summary>Whether somebody's client is on another node.</summary>
    public bool HasRemote
    {
        get
        {
            lock (gate) return rooms.Values.Any(r => r.HasRemote);
        }
    }

    /// <summary>Opens a session, or takes back one that others remembered. <c>null</c> when the shard goes elsewhere.</summary>
    public HostedSession? Open(
        Opening opening, long edgeNode, OutLink? link, EdgeSession? edge, long stamp, bool resumed, bool again, int next,
        byte[] carried)
    {
        HostedSession session;
        bool known, rebuilding, waits, late;
        lock (gate)
        {
            if (!Takes) return null;
            known = sessions.TryGetValue(opening.Key, out var existing);
            session = existing ?? new HostedSession(this, RoomOf(opening.Room), opening, edgeNode, link, edge);
            (rebuilding, waits) = (phase == Phase.Rebuilding, phase != Phase.Working);
            late = !known && !rebuilding && (resumed || again) && session.Room.HasOthersThan(edgeNode);
            if (!known)
            {
                sessions.Add(opening.Key, session);
                session.Room.Add(session);
            }
        }

        if (known) session.Return(edgeNode, link, edge, next);
        else if (late) session.Miss(next);
        else session.Begin(stamp, resumed, again, next, rebuilding, waits, carried);
        // It may have begun to work while the session did.
        if (Works && (MayAct || !session.Room.HasRemote)) session.Release();
        return session;
    }

    public HostedSession? Find(SessionKey key)
    {
        lock (gate) return sessions.GetValueOrDefault(key);
    }

    /// <summary>Handles an input of another node's client; of a session that is over it need not be kept.</summary>
    public void Take(
        OutLink from, SessionKey key, long stamp, int number, InputKind kind, bool again, ReadOnlySpan<byte> message)
    {
        // While it is given away a session that comes is not opened, and its edge has to keep what its client sent.
        if (!Takes) return;
        if (Find(key) is not { } session) from.Stable(Number, Epoch, key, number);
        else if (session.Take(stamp, number, kind, again, message) == InputResult.Done) session.TellStable(number);
    }

    /// <summary>An edge knows of somebody who was in a room before this node owned it.</summary>
    public void Remember(long node, Opening opening)
    {
        lock (gate)
        {
            if (phase == Phase.Rebuilding) remembered[opening.Key] = (node, opening);
        }
    }

    /// <summary>A node has opened its sessions again, or is gone.</summary>
    public void Reopened(long node)
    {
        lock (gate) awaited.Remove(node);
    }

    /// <summary>Runs a command that is no session's, as soon as rooms work. <c>false</c> when the shard goes elsewhere.</summary>
    public bool TryRun(Action command)
    {
        lock (gate)
        {
            if (!Takes) return false;
            if (phase != Phase.Working)
            {
                commands.Add(command);
                return true;
            }
        }

        command();
        return true;
    }

    /// <summary>Looks after it, on the node's loop.</summary>
    public void Turn()
    {
        if (phase == Phase.Rebuilding && (Node.Now >= rebuildBy || IsComplete())) Work();
        if (phase != Phase.Working || !hasLost) return;
        foreach (var session in Sessions())
        {
            if (session.LeavesAt <= Node.Now && MayAct) session.Lose();
        }
    }

    public void Tick()
    {
        if (phase != Phase.Working) return;
        foreach (var session in Sessions()) session.Tick();
    }

    /// <summary>What had to wait while this node was cut off goes on.</summary>
    public void Resume()
    {
        lock (gate)
        {
            if (phase != Phase.Working || !MayAct) return;
            phase = Phase.Releasing;
        }

        Release();
    }

    /// <summary>Clients of that node will not be back.</summary>
    public void Lose(long node)
    {
        foreach (var session in Sessions())
        {
            if (session.EdgeNode == node) session.Lose();
        }
    }

    /// <summary>Takes nothing more; what was sent has to be acknowledged before it may be somebody else's.</summary>
    public void Drain(IEnumerable<OutLink> links)
    {
        lock (gate)
        {
            phase = Phase.Draining;
            drainBy = Node.Now + (Node.IsGoing ? Timing.LastDrain : Timing.Drain);
        }

        // Those that were being handled when the phase changed have their locks to end under.
        foreach (var session in Sessions()) session.Wait();
        foreach (var session in Sessions()) session.HandOff();
        Await(links);
    }

    /// <summary>
    /// Whether everything was acknowledged, or it took too long: first what was sent, and then what that made stable, so
    /// that edges know it before there is another owner.
    /// </summary>
    public bool IsDrained(IEnumerable<OutLink> links)
    {
        if (Node.Now >= drainBy) return true;
        if (!unacked.All(u => u.Link.Acked >= u.Batch || u.Link.IsClosed)) return false;
        if (drainedOnce) return isDrained = true;
        drainedOnce = true;
        Await(links);
        return false;
    }

    /// <summary>
    /// In that room something is done that another owner may have done before. Once is enough: what comes twice is for those
    /// who were there before, and whoever of them resumes is another receiver from then on.
    /// </summary>
    public void Doubt(HostedRoom room)
    {
        IReadOnlyList<HostedSession> all;
        lock (gate)
        {
            if (room.InDoubt) return;
            room.InDoubt = true;
            all = room.Sessions;
        }

        // Off the lock: who sends holds a session's, and may need this one.
        foreach (var session in all) session.Doubt();
    }

    /// <summary>It is no longer this node's; its sessions end here in silence.</summary>
    /// <param name="deposed">Whether it was lost rather than handed over.</param>
    public void End(bool deposed)
    {
        lock (gate)
        {
            // What is acknowledged from now on may have been dropped, as it came later than news of the next owner.
            IsDeposed = deposed || !isDrained;
            phase = Phase.Over;
            commands.Clear();
        }

        foreach (var session in Sessions()) session.GiveUp();
    }

    public void Remove(HostedSession session)
    {
        lock (gate)
        {
            if (!sessions.Remove(session.Opening.Key)) return;
            session.Room.Remove(session);
            if (session.Room.IsEmpty) rooms.Remove(session.Room.Id);
        }
    }

    /// <summary>Another connection has taken the session's place.</summary>
    public void Replace(HostedSession session)
    {
        lock (gate) session.Room.Replace(session);
    }

    /// <summary>The session's client is by another node now.</summary>
    public void Move(HostedSession session, Action attach)
    {
        lock (gate)
        {
            session.Room.Remove(session);
            attach();
            session.Room.Add(session);
        }
    }

    /// <summary>What the session is to be opened with has changed: the nodes that know of it know that too.</summary>
    public void Tell(HostedSession session)
    {
        lock (gate)
        {
            if (sessions.ContainsKey(session.Opening.Key)) session.Room.Tell(session);
        }
    }

    private void Await(IEnumerable<OutLink> links) => unacked = [.. links.Select(l => (l, l.Last))];

    private bool IsComplete()
    {
        lock (gate) return awaited.Count == 0;
    }

    private void Work()
    {
        KeyValuePair<SessionKey, (long Node, Opening Opening)>[] missing;
        lock (gate) missing = [.. remembered.Where(r => !sessions.ContainsKey(r.Key))];
        foreach (var (_, (node, opening)) in missing)
        {
            if (Open(opening, node, link: null, edge: null, stamp: 0, resumed: true, again: false, next: 1, carried: []) is { } lost)
                (hasLost, lost.LeavesAt) = (true, Node.Now + Timing.Forget);
        }

        lock (gate)
        {
            if (phase != Phase.Rebuilding) return;
            phase = Phase.Releasing;
            remembered.Clear();
        }

        Release();
    }

    /// <summary>
    /// What was held is handled in an order in which it may have been sent: whoever spoke because of what another said comes
    /// behind that one, though the last owner's clients should both have to be heard again.
    /// </summary>
    private void Release()
    {
        var held = new List<HeldInput>();
        foreach (var session in Sessions()) session.TakeHeld(held);
        foreach (var input in held.OrderBy(h => h.Stamp)) input.Session.HandleHeld(input);

        Action[] waiting;
        lock (gate)
        {
            if (phase != Phase.Releasing) return;
            phase = Phase.Working;
            waiting = [.. commands];
            commands.Clear();
        }

        foreach (var session in Sessions()) session.Release();
        foreach (var command in waiting) command();
    }

    private HostedRoom RoomOf(RoomId id)
    {
        if (!rooms.TryGetValue(id, out var room)) rooms.Add(id, room = new HostedRoom(id));
        return room;
    }

    private HostedSession[] Sessions()
    {
        lock (gate) return [.. sessions.Values];
    }
}
