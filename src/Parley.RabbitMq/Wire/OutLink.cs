using System.Runtime.InteropServices;
using Parley.Core.Sessions;
using Parley.RabbitMq.Sessions;

namespace Parley.RabbitMq.Wire;

/// <summary>
/// One direction between two nodes: items in order, collected while the last batch goes out, kept until the other side has
/// acknowledged the batch, sent again when either side has connected anew. The receiver drops what it had.
/// </summary>
/// <param name="clock">What goes with each batch.</param>
/// <param name="wake">Tells whoever publishes that there is something.</param>
internal sealed partial class OutLink(LamportClock clock, Action wake)
{
    /// <summary>Kind of message, sender, number, acknowledged number, the sender's clock.</summary>
    private const int Header = 1 + 8 + 8 + 8 + 8;

    /// <summary>More than this waits for no node: its clients are too slow readers.</summary>
    private const long MostBytes = 64 * 1024 * 1024;

    private readonly Lock gate = new();
    private readonly WireWriter open = new(16 * 1024);
    private readonly List<byte[]> unacked = [];
    private readonly Queue<(long Batch, PendingInput Input)> waiting = [];

    // One batch with some of it at a time is on its way: a link that stands still gathers none of it.
    private readonly LatestOutputs latest = new();
    private long latestBatch;
    private long acked;
    private int sent;
    private long bytes;
    private bool closed;
    private bool ackDue;
    private long received;

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

    private bool LatestMayGo => !latest.IsEmpty && latestBatch <= acked;

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
            if (closed) LatestFrames.Return(buffer);
            else latest.Put(shard, epoch, receiver, buffer, length);
        }

        wake();
    }

    /// <summary>Whether what <see cref="Latest"/> was given last still waits.</summary>
    public bool LatestWaits(int receiver)
    {
        lock (gate) return latest.Has(receiver);
    }

    /// <summary>Drops what waits of that. <c>false</c> when nothing did.</summary>
    public bool DropLatest(int receiver)
    {
        lock (gate) return latest.Drop(receiver);
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
                if (LatestMayGo)
                {
                    latest.MoveTo(open);
                    latestBatch = acked + unacked.Count + 1;
                }

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
            more = LatestMayGo;
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
            latest.Clear();
            (bytes, sent) = (0, 0);
        }

        foreach (var input in done) input.Acked();
    }

    private void Seal()
    {
        var batch = new byte[Header + open.Length];
        open.Written.CopyTo(batch.AsSpan(Header));
        unacked.Add(batch);
        bytes += batch.Length;
        open.Clear();
        lastFrame = null;
    }

    private void WriteHeader(byte[] message, long from, long batch, long received)
    {
        message[0] = (byte)MessageType.Batch;
        MemoryMarshal.Write(message.AsSpan(1), from);
        MemoryMarshal.Write(message.AsSpan(9), batch);
        MemoryMarshal.Write(message.AsSpan(17), received);
        MemoryMarshal.Write(message.AsSpan(25), clock.Now);
    }
}
