using Parley.Core.Messages;
using Parley.Core.Sessions;
using Parley.RabbitMq.Shards;
using Parley.RabbitMq.Wire;

namespace Parley.RabbitMq.Sessions;

/// <summary>
/// A client's session at the node that holds its socket: it passes messages on to the owner of the room's shard and keeps
/// them until they are stable, so that another owner can be given them again.
/// </summary>
internal sealed class EdgeSession : IMessageHandler
{
    private const int MostKept = 1024;
    private const int MostKeptBytes = 1024 * 1024;

    private readonly Lock gate = new();
    private readonly List<Kept> kept = [];
    private readonly Shard shard;
    private readonly long stamp;
    private Route route = Route.None;
    private Route opened = Route.None;
    private HostedSession? hosted;
    private bool openSent;
    private bool openStable;
    private int last;
    private int sent;
    private int sentBefore;
    private int early = -1;

    // The last owner's last word: up to which input it handled them, and what it gave for the next owner.
    private (int Last, byte[] State)? carried;
    private int keptBytes;
    private volatile bool isOrdered;

    // Up to which all that its client did is stable: written under the lock.
    private volatile int stable;

    // What the session is to be opened with from which number on. With a lock of its own, the last of all.
    private readonly Lock memory = new();
    private readonly List<(int UpTo, byte[] State)> states = [];
    private Opening opening;
    private bool ended;
    private bool gone;

    // Opened at another owner before others of this node may be: what its client sent waits for them.
    private bool waits;

    public EdgeSession(IConnection connection, Opening opening, Shard shard) =>
        (Connection, Key, this.opening, this.shard, stamp) =
        (connection, opening.Key, opening, shard, shard.Node.Clock.Next());

    public IConnection Connection { get; }

    public SessionKey Key { get; }

    public Opening Opening
    {
        get
        {
            lock (memory) return opening;
        }
    }

    public Shard Shard => shard;

    /// <summary>How much of what its client did is kept: its opening counts as one.</summary>
    public int Waiting
    {
        get
        {
            lock (gate) return kept.Count + (openStable || gone ? 0 : 1);
        }
    }

    /// <summary>
    /// Whether what is stable may be kept behind what is not, and be given to another owner once more: also what only concerned
    /// clients of this node.
    /// </summary>
    public bool IsOrdered => isOrdered;

    private bool IsWithOthers => openSent && (opened.Owned is null || hosted is { Room.HasRemote: true });

    /// <inheritdoc/>
    public void Receive(ReadOnlySpan<byte> message, bool binary) => Put(binary ? InputKind.Binary : InputKind.Text, message);

    /// <inheritdoc/>
    public void Tick()
    {
        // The owner's node does.
    }

    /// <inheritdoc/>
    public void TooSlow() => Volatile.Read(ref hosted)?.TooSlow();

    /// <inheritdoc/>
    public void Leaving() => Put(InputKind.Leaving, []);

    /// <inheritdoc/>
    public void Ended() => Put(InputKind.Ended, []);

    /// <summary>
    /// The shard is somewhere else now, or nowhere. Called in the order of the changes, and followed by <see cref="GoOn"/>.
    /// </summary>
    public void Follow(Route next)
    {
        lock (gate)
        {
            route = next;
            if (route.IsNone || gone) return;
            waits = true;
            if (route.Epoch != opened.Epoch || route.Node != opened.Node || route.Owned != opened.Owned) OpenThere();
        }
    }

    /// <summary>
    /// All sessions of this node are open there: what their clients sent meanwhile reaches each of them, though the owner
    /// should be at work already.
    /// </summary>
    public void GoOn()
    {
        lock (gate)
        {
            waits = false;
            if (!route.IsNone && !gone) SendKept();
        }
    }

    /// <summary>
    /// The owner says what the session is to be opened with elsewhere. That counts as soon as all is stable that its client
    /// had sent by then: until then it is opened as it was before, and given that again. A room's lock may be held.
    /// </summary>
    public void Remember(int upTo, byte[] state)
    {
        isOrdered = true;
        lock (memory)
        {
            TakeUp();
            if (states.Count > 0 && states[^1].UpTo == upTo) states.RemoveAt(states.Count - 1);
            states.Add((upTo, state));
        }
    }

    /// <summary>The owner has said that an input need not be kept.</summary>
    public void Stable(int number)
    {
        lock (gate)
        {
            if (number == 0)
            {
                openStable = true;
                return;
            }

            var at = kept.FindIndex(k => k.Number == number);
            if (at < 0)
            {
                if (number == last) early = number;
                return;
            }

            Drop(at);
        }
    }

    /// <summary>The owner hands the shard over, and will neither take nor send anything more.</summary>
    public void Carry(int behind, byte[] state)
    {
        lock (gate) carried = (behind, state);
    }

    /// <summary>This node was cut off for too long to know what the client missed.</summary>
    public void GiveUp()
    {
        lock (gate)
        {
            if (gone) return;
            if (!IsWithOthers)
            {
                if (opened.Owned is null) opened = Route.None;
                return;
            }

            Forget();
        }

        Connection.Close(CloseCode.GoingAway, "this node was cut off from the others: reconnect");
    }

    private void Put(InputKind kind, ReadOnlySpan<byte> message)
    {
        lock (gate)
        {
            if (ended || gone) return;
            ended = kind == InputKind.Ended;
            var done = false;
            var (number, now) = (++last, shard.Node.Clock.Next());
            if (!route.IsNone && !waits && sent == number - 1 && TrySend(now, number, kind, again: false, message, out done))
            {
                sent = number;
                done |= early == number;
                if (done && (kept.Count == 0 || !isOrdered))
                {
                    if (kept.Count == 0) stable = number;
                    if (ended) Forget();
                    return;
                }
            }

            Keep(now, number, kind, message, done);
        }
    }

    private bool TrySend(long at, int number, InputKind kind, bool again, ReadOnlySpan<byte> message, out bool done)
    {
        done = false;
        if (route.Link is { } link)
        {
            link.Input(shard.Number, route.Epoch, Key, at, number, kind, again, message);
            return true;
        }

        if (hosted is null) return false;
        var result = hosted.Take(at, number, kind, again, message);
        done = result == InputResult.Done;
        return result != InputResult.Refused;
    }

    private void Keep(long at, int number, InputKind kind, ReadOnlySpan<byte> message, bool done)
    {
        // Nobody has the one before yet, and it is worth nothing any more.
        if (number > sent && kept.Count > 0 && kept[^1] is { IsDone: false } before && before.Number > Math.Max(sent, sentBefore)
            && IsLatest(before.Kind, before.Message) && IsLatest(kind, message))
            Remove(kept.Count - 1);
        kept.Add(new Kept(at, number, kind, message.ToArray()) { IsDone = done });
        keptBytes += message.Length;
        if (kind < InputKind.Leaving && (kept.Count > MostKept || keptBytes > MostKeptBytes))
            Connection.Close(CloseCode.GoingAway, "the room can't be reached from this node: reconnect");
    }

    private bool IsLatest(InputKind kind, ReadOnlySpan<byte> message) =>
        kind == InputKind.Text && shard.Node.IsLatest(opening.Protocol, message);

    private void OpenThere()
    {
        opened = route;
        hosted = null;
        lock (memory) TakeUp();
        var next = kept.Count > 0 ? kept[0].Number : last + 1;
        var (resumed, again) = (openStable, openSent && !openStable);
        openSent = true;
        // Not if something is handled once more, which is counted there. And for one owner only: the next may have counted more.
        // Between the two there may be what was worth nothing any more.
        var state = carried is { } given && given.Last < next ? given.State : [];
        if (route.Link is { } link) link.Open(shard.Number, route.Epoch, Opening, stamp, resumed, again, next, state);
        else hosted = route.Owned!.Open(Opening, shard.Node.Id, null, this, stamp, resumed, again, next, state);
        sentBefore = Math.Max(sentBefore, carried is { } word ? Math.Min(word.Last, sent) : sent);
        carried = null;
        sent = next - 1;
    }

    /// <summary>What was kept and not sent to this owner is; what another owner may have handled says so.</summary>
    private void SendKept()
    {
        // Each may become stable, and be taken out, as soon as it is sent, and others with it.
        while (kept.Find(k => k.Number > sent) is { } next)
        {
            if (!TrySend(next.At, next.Number, next.Kind, again: next.Number <= sentBefore, next.Message, out var done)) return;
            sent = next.Number;
            if (done && kept.IndexOf(next) is >= 0 and var at) Drop(at);
        }

        sent = last;
    }

    /// <summary>An input is stable. Where states are remembered, those before it have to be so first.</summary>
    private void Drop(int at)
    {
        kept[at].IsDone = true;
        if (!isOrdered) Remove(at);
        else while (kept.Count > 0 && kept[0].IsDone) Remove(0);
        stable = kept.Count == 0 ? last : kept[0].Number - 1;
    }

    private void Remove(int at)
    {
        var done = kept[at];
        keptBytes -= done.Message.Length;
        kept.RemoveAt(at);
        if (done.Kind == InputKind.Ended) Forget();
    }

    private void TakeUp()
    {
        var count = states.FindLastIndex(s => s.UpTo <= stable) + 1;
        if (count == 0) return;
        opening = opening with { State = states[count - 1].State };
        states.RemoveRange(0, count);
    }

    private void Forget()
    {
        gone = true;
        shard.Node.Bury(this);
    }

    private sealed record Kept(long At, int Number, InputKind Kind, byte[] Message)
    {
        public bool IsDone { get; set; }
    }
}
