using Parley.Core.Messages;
using Parley.Core.Sessions;
using Parley.RabbitMq.Shards;
using Parley.RabbitMq.Wire;

namespace Parley.RabbitMq.Sessions;

/// <summary>A client's session at its room's owner: the protocol's own, with the edge in the place of a connection.</summary>
internal sealed class HostedSession
{
    private readonly Lock gate = new();
    private readonly HostedConnection connection;
    private readonly Queue<(int Number, InputKind Kind, bool Again, byte[] Message)> held = [];
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
    public void Begin(bool resumed, bool again, int next, bool rebuilding, byte[] carried)
    {
        var settled = Settled.None;
        lock (gate)
        {
            last = next - 1;
            holding = rebuilding || (Room.HasRemote && !Shard.MayAct);
            if (resumed)
            {
                reopened = true;
                Open(rebuilding ? Handling.InSilence() : Handling.UnheardBy(EdgeNode), wasOpen: true, carried);
                if (Room.InDoubt) Doubt();
            }
            else if (holding) held.Enqueue((0, InputKind.Text, again, []));
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

    /// <summary>Handles an input, now or as soon as it may be. <c>Refused</c> only when this shard is no longer the owner's.</summary>
    public InputResult Take(int number, InputKind kind, bool again, ReadOnlySpan<byte> message)
    {
        Settled settled;
        lock (gate)
        {
            if (over) return InputResult.Refused;
            if (number <= last) return InputResult.Kept;
            if (!Shard.Takes) return InputResult.Refused;
            if (!holding && Room.HasRemote && !Shard.MayAct) holding = true;
            if (holding)
            {
                held.Enqueue((number, kind, again, message.ToArray()));
                return InputResult.Kept;
            }

            settled = Handle(number, kind, again, message);
        }

        if (settled.Pending is null) return InputResult.Done;
        Tell(settled);
        return InputResult.Kept;
    }

    /// <summary>Its room works: what was held is handled.</summary>
    public void Release()
    {
        var settled = new List<Settled>();
        lock (gate)
        {
            if (over || !Shard.Takes) return;
            if (reopened) GoOn();
            if (!holding) return;
            holding = false;
            while (!over && held.TryDequeue(out var next))
            {
                if (next.Number == 0) settled.Add(OpenFirst(next.Again));
                else if (next.Number > last) settled.Add(Handle(next.Number, next.Kind, next.Again, next.Message));
            }
        }

        foreach (var one in settled) Tell(one);
    }

    /// <summary>
    /// Its client is lost for good, as far as this node is told. Every owner gives that the same number, behind all that the
    /// client sent: should this one die over it, nobody hears of it from the next one again.
    /// </summary>
    public void Lose()
    {
        lock (gate)
        {
            if (!over && !isAway) Handle(int.MaxValue, InputKind.Ended, again: LeavesAt != long.MaxValue, []);
        }
    }

    /// <summary>
    /// The shard is to go elsewhere, and nothing is taken any more: the edge hears what was, and gets what the next owner
    /// needs for the client to be able to resume there.
    /// </summary>
    public void HandOff()
    {
        byte[] state;
        lock (gate)
        {
            if (over || isAway) return;
            state = handler?.HandOff() ?? [];
        }

        // Off the lock, as the edge has one of its own. Neither of these changes any more.
        if (edge is { } local) local.Carry(last, state);
        else link?.Carry(Shard.Number, Shard.Epoch, Opening.Key, last, state);
    }

    /// <summary>Something that happens in its room may have happened before.</summary>
    public void Doubt() => handler?.Doubt();

    /// <summary>The shard goes elsewhere: here everything ends in silence.</summary>
    public void GiveUp()
    {
        lock (gate)
        {
            if (over) return;
            over = true;
            held.Clear();
            var silence = Handling.InSilence();
            try
            {
                handler?.GiveUp();
            }
            catch (Exception failure)
            {
                Shard.Node.Failed(failure);
            }
            finally
            {
                silence.End();
            }
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

    /// <summary>The edge need not keep the input any more.</summary>
    public void TellStable(int number)
    {
        if (Shard.IsDeposed) return;
        if (edge is { } local) local.Stable(number);
        else link?.Stable(Shard.Number, Shard.Epoch, Opening.Key, number);
    }

    private void Attach(long node, OutLink? way, EdgeSession? local)
    {
        (EdgeNode, link, edge) = (node, way, local);
        if (local is not null) connection.Attach(local.Connection, Opening.Key.Number);
        else if (way is not null) connection.Attach(way, Opening.Key.Number);
    }

    /// <summary>Off the lock: a local edge has one of its own, under which it calls this session.</summary>
    private void Tell(Settled settled)
    {
        if (settled.Number < 0) return;
        if (settled.Pending is { } pending) pending.Acked();
        else TellStable(settled.Number);
    }

    private Settled OpenFirst(bool again)
    {
        if (again) Shard.Doubt(Room);
        var handling = Handling.Of(Opening.Key, 0, again);
        Open(handling, wasOpen: false, carried: []);
        return Settle(handling, 0);
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

    private Settled Handle(int number, InputKind kind, bool again, ReadOnlySpan<byte> message)
    {
        last = number;
        if (again) Shard.Doubt(Room);
        var handling = Handling.Of(Opening.Key, number, again);
        try
        {
            if (kind == InputKind.Ended) Finish();
            else if (kind == InputKind.Leaving) handler?.Leaving();
            else handler?.Receive(message, kind == InputKind.Binary);
        }
        catch (Exception failure)
        {
            Fail(failure);
        }
        finally
        {
            handling.End();
        }

        return Settle(handling, number);
    }

    private Settled Settle(Handling handling, int number)
    {
        var node = Shard.Node;
        if (edge is not { IsOrdered: false } || handling.Sent.Count > 0)
        {
            foreach (var packed in handling.DeliveredHere) node.Delivered.Note(Opening.Key, number, packed, node.Now);
        }

        if (handling.Sent.Count == 0) return new Settled(number, null);
        // One more than there are nodes: nothing is told before the lock is released.
        var pending = new PendingInput(this, number, handling.Sent.Count + 1);
        foreach (var (link, batch) in handling.Sent) link.WhenAcked(batch, pending);
        return new Settled(number, pending);
    }

    /// <summary>
    /// Its connection is over, and so is it, unless its client may come back. Until then it stays in its room: should the
    /// shard move, the others' nodes know of it.
    /// </summary>
    private void Finish()
    {
        handler?.Ended();
        if (handler is not { IsAway: true })
        {
            Vanish();
            return;
        }

        held.Clear();
        Shard.Move(this, () => isAway = true);
    }

    private void Vanish()
    {
        over = true;
        Shard.Remove(this);
    }

    private void GoOn()
    {
        reopened = false;
        try
        {
            handler?.Reopened();
        }
        catch (Exception failure)
        {
            Fail(failure);
        }
    }

    private void SendAway() => connection.Close(CloseCode.GoingAway, "this node came late to where the room is now: reconnect");

    private void Fail(Exception failure)
    {
        Shard.Node.Failed(failure);
        connection.Close(CloseCode.InternalError, "the server failed on this connection: reconnect");
    }

    /// <summary>An input that was handled, and who still has to acknowledge what came of it, if anybody.</summary>
    private readonly record struct Settled(int Number, PendingInput? Pending)
    {
        public static readonly Settled None = new(-1, null);
    }
}

/// <summary>What became of an input.</summary>
internal enum InputResult
{
    /// <summary>Handled, and nobody on another node is concerned: it need not be kept.</summary>
    Done,

    /// <summary>It is said later that it need not be kept any more.</summary>
    Kept,

    /// <summary>Not taken: the shard goes elsewhere.</summary>
    Refused,
}
