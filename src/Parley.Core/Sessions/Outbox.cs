using Parley.Core.Messages;

namespace Parley.Core.Sessions;

/// <summary>
/// What waits to be sent to one client: bounded in messages and bytes, in order, and as much as there is goes out in one
/// send. A reader that lets it run over is closed with <see cref="CloseCode.TooSlow"/> and what waited is dropped.
/// </summary>
/// <remarks>
/// Any thread may put; one pump at a time takes. An idle outbox holds no memory but itself. Beside what waits in order there
/// is one place for what only the newest counts of: it goes out when nothing else waits, and is replaced until then.
/// </remarks>
public sealed class Outbox : IThreadPoolWorkItem
{
    /// <summary>Most bytes that frames sent together have; one that is larger goes alone.</summary>
    public const int BytesASend = 64 * 1024;

    private const int KeptWhenIdle = 8;

    private readonly Lock gate = new();
    private readonly IFrameSender sender;
    private readonly OutboxLimits limits;
    private readonly Action<Outbox, OutboxEnd> ended;
    private Frame[] ring = [];
    private LatestFrames? latest;
    private int head;
    private int count;
    private int bytes;
    private int inFlight;
    private bool pumping;
    private bool sealedOff;

    /// <param name="sender">Where it drains to.</param>
    /// <param name="limits">What may wait.</param>
    /// <param name="ended">Told once: that the reader was too slow, that the close frame is out, or that the connection is gone.</param>
    public Outbox(IFrameSender sender, OutboxLimits limits, Action<Outbox, OutboxEnd> ended)
    {
        this.sender = sender;
        this.limits = limits;
        this.ended = ended;
    }

    /// <summary>Whether what was put by <see cref="TryPutLatest"/> has neither gone out nor been dropped.</summary>
    public bool LatestWaits => latest is { Waits: true };

    /// <summary>Messages that wait now in order, those on their way out included.</summary>
    public int Depth => Volatile.Read(ref count);

    /// <summary>Puts a frame at the end. <c>false</c> when the outbox has ended, be it by this very frame.</summary>
    public bool TryPut(in Frame frame)
    {
        var overflow = false;
        lock (gate)
        {
            if (sealedOff) return false;
            if (count >= limits.Messages || bytes + frame.Length > limits.Bytes)
            {
                overflow = true;
                Drop();
                sealedOff = true;
                Append(CloseFrame.Of(CloseCode.TooSlow, "too slow a reader: what waited for it was dropped"));
            }
            else
            {
                Append(frame);
            }

            if (!pumping)
            {
                pumping = true;
                FlushBatch.Add(this);
            }
        }

        if (overflow) ended(this, OutboxEnd.TooSlow);
        return !overflow;
    }

    /// <summary>
    /// Puts frames in the place of those that were put here before and still wait. They go out behind everything that waits
    /// in order at that time. <c>false</c> when the outbox has ended.
    /// </summary>
    /// <param name="buffer">From <see cref="LatestFrames.Rent"/>; the outbox's from now on, also when it returns <c>false</c>.</param>
    /// <param name="length">How many bytes of it are frames.</param>
    public bool TryPutLatest(byte[] buffer, int length)
    {
        lock (gate)
        {
            if (sealedOff)
            {
                LatestFrames.Return(buffer);
                return false;
            }

            latest ??= new LatestFrames();
            latest.Put(buffer, length);
            if (pumping) return true;
            pumping = true;
            FlushBatch.Add(this);
            return true;
        }
    }

    /// <summary>Drops what <see cref="LatestWaits"/>. <c>false</c> when nothing did: then it goes out before what is put now.</summary>
    public bool DropLatest()
    {
        if (latest is null) return false;
        lock (gate) return latest.Drop();
    }

    /// <summary>Puts a close frame after what waits, and takes nothing more.</summary>
    public void Complete(in Frame closeFrame)
    {
        lock (gate)
        {
            if (sealedOff) return;
            sealedOff = true;
            Append(closeFrame);
            if (pumping) return;
            pumping = true;
            FlushBatch.Add(this);
        }
    }

    /// <summary>Drops everything at once, as nobody will read it.</summary>
    public void Discard()
    {
        lock (gate)
        {
            sealedOff = true;
            Drop();
        }
    }

    void IThreadPoolWorkItem.Execute() => Pump();

    /// <summary>Drains into the connection. Stays on this thread unless the connection is full.</summary>
    internal void Pump()
    {
        while (TryNext(out var frames, out var closing))
        {
            var sending = sender.SendAsync(frames);
            if (!sending.IsCompleted)
            {
                _ = PumpLaterAsync(sending, closing);
                return;
            }

            if (!Sent(sending.Result, closing)) return;
        }
    }

    private async Task PumpLaterAsync(ValueTask<bool> sending, bool closing)
    {
        if (Sent(await sending.ConfigureAwait(false), closing)) Pump();
    }

    private bool Sent(bool alive, bool closing)
    {
        if (alive && !closing) return true;
        Discard();
        lock (gate) latest?.Sent();
        ended(this, alive ? OutboxEnd.Closed : OutboxEnd.Gone);
        return false;
    }

    /// <summary>Forgets what was sent, and says what is next. <c>false</c> when there is nothing: the pump then rests.</summary>
    private bool TryNext(out ReadOnlySpan<Frame> frames, out bool closing)
    {
        lock (gate)
        {
            Forget();
            latest?.Sent();
            if (count == 0)
            {
                closing = false;
                if (latest is not null && latest.TryTake(out frames)) return true;

                pumping = false;
                if (ring.Length > KeptWhenIdle) ring = [];
                head = 0;
                frames = default;
                return false;
            }

            // They stay in the ring while they are sent: nobody writes over them, and a larger ring leaves this one alone.
            var upToEnd = ring.AsSpan(head, Math.Min(count, ring.Length - head));
            var length = upToEnd[0].Length;
            for (inFlight = 1; inFlight < upToEnd.Length; inFlight++)
            {
                length += upToEnd[inFlight].Length;
                if (length > BytesASend) break;
            }

            frames = upToEnd[..inFlight];
            closing = frames[^1].Opcode == FrameOpcode.Close;
            return true;
        }
    }

    private void Forget()
    {
        for (; inFlight > 0; inFlight--)
        {
            bytes -= ring[head].Length;
            ring[head] = default;
            head = (head + 1) & (ring.Length - 1);
            count--;
        }
    }

    private void Append(in Frame frame)
    {
        if (count == ring.Length) Grow();
        ring[(head + count) & (ring.Length - 1)] = frame;
        count++;
        bytes += frame.Length;
    }

    private void Grow()
    {
        var larger = new Frame[Math.Max(2, ring.Length * 2)];
        for (var i = 0; i < count; i++) larger[i] = ring[(head + i) & (ring.Length - 1)];
        (ring, head) = (larger, 0);
    }

    private void Drop()
    {
        (ring, head, count, bytes, inFlight) = ([], 0, 0, 0, 0);
        latest?.Drop();
    }
}
