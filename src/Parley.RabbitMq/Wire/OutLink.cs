using System.Runtime.InteropServices;
using Parley.Core.Rooms;
using Parley.Core.Sessions;
using Parley.RabbitMq.Sessions;

namespace Parley.RabbitMq.Wire;

/// <summary>
/// One direction between two nodes: items in order, collected while the last batch goes out, kept until the other side has
/// acknowledged the batch, sent again when either side has connected anew. The receiver drops what it had.
/// </summary>
/// <param name="wake">Tells whoever publishes that there is something.</param>
internal sealed class OutLink(Action wake)
{
    /// <summary>Kind of message, sender, number, acknowledged number.</summary>
    private const int Header = 1 + 8 + 8 + 8;

    /// <summary>More than this waits for no node: its clients are too slow readers.</summary>
    private const long MostBytes = 64 * 1024 * 1024;

    private readonly Lock gate = new();
    private readonly WireWriter open = new(16 * 1024);
    private readonly List<byte[]> unacked = [];
    private readonly Queue<(long Batch, PendingInput Input)> waiting = [];

    // Of which only the newest counts: for each receiver what goes out as soon as what went before has arrived.
    private readonly Dictionary<int, LatestOutput> latest = [];
    private long latestBatch;
    private long acked;
    private int sent;
    private long bytes;
    private bool closed;
    private bool ackDue;
    private long received;

    // The last output, to which the next receiver of the same frame is added.
    private byte[]? lastFrame;
    private (SessionKey Origin, int Number, byte Count) lastCause;
    private int lastEnd;
    private int lastReceivers;

    /// <summary>Whether so much waits that nothing more should be added for clients.</summary>
    public bool IsOver => Volatile.Read(ref bytes) + open.Length > MostBytes;

    /// <summary>Whether the other side is no more.</summary>
    public bool IsClosed => Volatile.Read(ref closed);

    /// <summary>The number of the last batch that the other side has acknowledged.</summary>
    public long Acked => Volatile.Read(ref acked);

    /// <summary>The number of the batch that holds the last item.</summary>
    public long Last
    {
        get
        {
            lock (gate) return acked + unacked.Count + (open.Length > 0 ? 1 : 0);
        }
    }

    public void Open(int shard, long epoch, Opening opening, bool resumed, bool again, int next, byte[] carried)
    {
        lock (gate)
        {
            if (!Begin(ItemKind.Open, shard, epoch)) return;
            open.Flag(resumed);
            open.Flag(again);
            open.Int(next);
            open.Bytes(carried);
            opening.Write(open);
        }

        wake();
    }

    public void Input(int shard, long epoch, SessionKey key, int number, InputKind kind, bool again, ReadOnlySpan<byte> message)
    {
        lock (gate)
        {
            if (!Begin(ItemKind.Input, shard, epoch)) return;
            open.Key(key);
            open.Int(number);
            open.Byte((byte)kind);
            open.Flag(again);
            open.Bytes(message);
        }

        wake();
    }

    /// <summary>Gives a client something. Returns the batch it went into.</summary>
    public long Output(int shard, long epoch, in OutputCause cause, int receiver, OutputKind kind, int code, ReadOnlyMemory<byte> content, byte[]? shared)
    {
        long batch;
        lock (gate)
        {
            batch = acked + unacked.Count + 1;
            if (shared is not null && ReferenceEquals(shared, lastFrame) && lastEnd == open.Length
                && lastCause == (cause.Origin, cause.Number, cause.Count))
            {
                open.Int(receiver);
                open.Patch(lastReceivers, ReceiversOfLast());
                lastEnd = open.Length;
            }
            else
            {
                if (!Begin(ItemKind.Output, shard, epoch)) return 0;
                open.Key(cause.Origin);
                open.Int(cause.Number);
                open.Byte(cause.Count);
                open.Flag(cause.Again);
                open.Byte((byte)kind);
                open.Int(code);
                open.Bytes(content.Span);
                lastReceivers = open.Length;
                open.Int(1);
                open.Int(receiver);
                (lastFrame, lastCause, lastEnd) = (shared, (cause.Origin, cause.Number, cause.Count), open.Length);
            }
        }

        wake();
        return batch;
    }

    /// <summary>Gives a client frames of which only the newest count, in the place of those that still wait here.</summary>
    /// <param name="shard">The shard.</param>
    /// <param name="epoch">Of its ownership.</param>
    /// <param name="receiver">Whose.</param>
    /// <param name="buffer">From <see cref="LatestFrames.Rent"/>; the link's from now on.</param>
    /// <param name="length">How many bytes of it are frames.</param>
    public void Latest(int shard, long epoch, int receiver, byte[] buffer, int length)
    {
        lock (gate)
        {
            DropLatest(receiver);
            if (closed) LatestFrames.Return(buffer);
            else latest[receiver] = new LatestOutput(shard, epoch, buffer, length);
        }

        wake();
    }

    /// <summary>Whether what <see cref="Latest"/> was given last still waits.</summary>
    public bool LatestWaits(int receiver)
    {
        lock (gate) return latest.ContainsKey(receiver);
    }

    /// <summary>Drops what waits of that. <c>false</c> when nothing did.</summary>
    public bool DropLatest(int receiver)
    {
        lock (gate)
        {
            if (!latest.Remove(receiver, out var old)) return false;
            LatestFrames.Return(old.Buffer);
            return true;
        }
    }

    /// <summary>A client of this node did not get all of that.</summary>
    public void Lost(int shard, long epoch, SessionKey key)
    {
        lock (gate)
        {
            if (!Begin(ItemKind.Lost, shard, epoch)) return;
            open.Key(key);
        }

        wake();
    }

    public void Stable(int shard, long epoch, SessionKey key, int number)
    {
        lock (gate)
        {
            if (!Begin(ItemKind.Stable, shard, epoch)) return;
            open.Int(key.Number);
            open.Int(number);
        }

        wake();
    }

    public void Carry(int shard, long epoch, SessionKey key, int last, byte[] state)
    {
        lock (gate)
        {
            if (!Begin(ItemKind.Carry, shard, epoch)) return;
            open.Int(key.Number);
            open.Int(last);
            open.Bytes(state);
        }

        wake();
    }

    public void Member(ItemKind kind, int shard, long epoch, long node, Opening opening)
    {
        lock (gate)
        {
            if (!Begin(kind, shard, epoch)) return;
            open.Long(node);
            opening.Write(open);
        }

        wake();
    }

    /// <summary><see cref="ItemKind.Reopened"/> or <see cref="ItemKind.Fenced"/>.</summary>
    public void Say(ItemKind kind, int shard, long epoch)
    {
        lock (gate)
        {
            if (!Begin(kind, shard, epoch)) return;
        }

        wake();
    }

    public void Command(int shard, long epoch, long id, RoomId room, string type, byte[] command)
    {
        lock (gate)
        {
            if (!Begin(ItemKind.Command, shard, epoch)) return;
            open.Long(id);
            open.Text(room.Kind);
            open.Text(room.Key);
            open.Text(type);
            open.Bytes(command);
        }

        wake();
    }

    public void Answer(int shard, long epoch, long id, byte[] answer)
    {
        lock (gate)
        {
            if (!Begin(ItemKind.Answer, shard, epoch)) return;
            open.Long(id);
            open.Bytes(answer);
        }

        wake();
    }

    /// <summary>Tells the input when the batch is acknowledged; at once when it is, or when the other side is no more.</summary>
    public void WhenAcked(long batch, PendingInput input)
    {
        lock (gate)
        {
            if (!closed && batch > acked)
            {
                waiting.Enqueue((batch, input));
                return;
            }
        }

        input.Acked();
    }

    /// <summary>The next message to publish: what is to be sent again, what is new, or an acknowledgement alone.</summary>
    public bool TryNext(long from, bool ackAlone, out byte[] message)
    {
        lock (gate)
        {
            message = [];
            if (closed) return false;
            // In this order: what comes in between is owed once more.
            var owed = Interlocked.Exchange(ref ackDue, false);
            var upTo = Volatile.Read(ref received);
            if (sent == unacked.Count)
            {
                if (latest.Count > 0 && latestBatch <= acked) TakeLatest();
                if (open.Length > 0) Seal();
            }

            if (sent < unacked.Count)
            {
                message = unacked[sent++];
                WriteHeader(message, from, acked + sent, upTo);
            }
            else if (owed && ackAlone)
            {
                WriteHeader(message = new byte[Header], from, 0, upTo);
            }
            else if (owed)
            {
                Volatile.Write(ref ackDue, true);
            }

            return message.Length > 0;
        }
    }

    /// <summary>Something came that is to be acknowledged, be it once more.</summary>
    /// <param name="upTo">The number of the last batch that was taken.</param>
    public void OweAck(long upTo)
    {
        Volatile.Write(ref received, upTo);
        Volatile.Write(ref ackDue, true);
    }

    /// <summary>The other side has all batches up to this one.</summary>
    public void Ack(long batch)
    {
        List<PendingInput>? done = null;
        var more = false;
        lock (gate)
        {
            var count = (int)Math.Min(batch - acked, unacked.Count);
            if (count <= 0) return;
            for (var i = 0; i < count; i++) bytes -= unacked[i].Length;
            unacked.RemoveRange(0, count);
            acked += count;
            sent = Math.Max(0, sent - count);
            while (waiting.TryPeek(out var first) && first.Batch <= acked) (done ??= []).Add(waiting.Dequeue().Input);
            more = latest.Count > 0 && latestBatch <= acked;
        }

        if (more) wake();
        foreach (var input in done ?? []) input.Acked();
    }

    /// <summary>What is not acknowledged may be lost: all of it is sent again.</summary>
    public void SendAgain()
    {
        lock (gate) sent = 0;
        wake();
    }

    /// <summary>The other side is no more: nothing waits for it.</summary>
    public void Close()
    {
        PendingInput[] done;
        lock (gate)
        {
            closed = true;
            done = [.. waiting.Select(w => w.Input)];
            waiting.Clear();
            unacked.Clear();
            open.Clear();
            foreach (var output in latest.Values) LatestFrames.Return(output.Buffer);
            latest.Clear();
            (bytes, sent) = (0, 0);
        }

        foreach (var input in done) input.Acked();
    }

    private bool Begin(ItemKind kind, int shard, long epoch)
    {
        if (closed) return false;
        open.Byte((byte)kind);
        open.Byte((byte)shard);
        open.Long(epoch);
        return true;
    }

    /// <summary>Of what only the newest counts, one batch at a time is on its way: a link that stands still gathers none of it.</summary>
    private void TakeLatest()
    {
        foreach (var (receiver, output) in latest)
        {
            if (!Begin(ItemKind.Output, output.Shard, output.Epoch)) return;
            open.Key(default);
            open.Int(-1);
            open.Byte(0);
            open.Flag(false);
            open.Byte((byte)OutputKind.Latest);
            open.Int(0);
            open.Bytes(output.Buffer.AsSpan(0, output.Length));
            open.Int(1);
            open.Int(receiver);
            LatestFrames.Return(output.Buffer);
        }

        latest.Clear();
        latestBatch = acked + unacked.Count + 1;
    }

    private int ReceiversOfLast() => (open.Length - lastReceivers) / sizeof(int) - 1;

    private void Seal()
    {
        var batch = new byte[Header + open.Length];
        open.Written.CopyTo(batch.AsSpan(Header));
        unacked.Add(batch);
        bytes += batch.Length;
        open.Clear();
        lastFrame = null;
    }

    /// <summary>Frames of which only the newest count.</summary>
    private readonly record struct LatestOutput(int Shard, long Epoch, byte[] Buffer, int Length);

    private static void WriteHeader(byte[] message, long from, long batch, long received)
    {
        message[0] = (byte)MessageType.Batch;
        MemoryMarshal.Write(message.AsSpan(1), from);
        MemoryMarshal.Write(message.AsSpan(9), batch);
        MemoryMarshal.Write(message.AsSpan(17), received);
    }
}

/// <summary>What is in a message on a node's queue: its first byte.</summary>
internal enum MessageType : byte
{
    Announcement = 1,
    Batch,
}

/// <summary>Because of which input something is sent.</summary>
/// <param name="Origin">Whose input; the default when it is nobody's.</param>
/// <param name="Number">Which; -1 when it is nobody's.</param>
/// <param name="Count">How many the receiver got because of it before.</param>
/// <param name="Again">Whether the input may have been handled before, by another owner.</param>
internal readonly record struct OutputCause(SessionKey Origin, int Number, byte Count, bool Again);
