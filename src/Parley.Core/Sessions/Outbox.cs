using Parley.Core.Messages;

namespace Parley.Core.Sessions;

/// <summary>
/// What waits to be sent to one client: bounded in messages and bytes, in order, drained into the connection's buffer and
/// flushed once. A reader that lets it run over is closed with <see cref="CloseCode.TooSlow"/> and what waited is dropped.
/// </summary>
/// <remarks>Any thread may put; one pump at a time takes. An idle outbox holds no memory but itself.</remarks>
public sealed class Outbox : IThreadPoolWorkItem
{
    /// <summary>As much goes to the connection before each flush, so that a slow one is noticed early.</summary>
    private const int BytesAFlush = 64 * 1024;

    private const int KeptWhenIdle = 8;

    private readonly Lock gate = new();
    private readonly IFrameWriter writer;
    private readonly OutboxLimits limits;
    private readonly Action<Outbox, OutboxEnd> ended;
    private Frame[] ring = [];
    private int head;
    private int count;
    private int bytes;
    private bool pumping;
    private bool sealedOff;

    /// <param name="writer">Where it drains to.</param>
    /// <param name="limits">What may wait.</param>
    /// <param name="ended">Told once: that the reader was too slow, that the close frame is out, or that the connection is gone.</param>
    public Outbox(IFrameWriter writer, OutboxLimits limits, Action<Outbox, OutboxEnd> ended)
    {
        this.writer = writer;
        this.limits = limits;
        this.ended = ended;
    }

    /// <summary>Messages that wait now.</summary>
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
        while (true)
        {
            if (!Drain(out var closing)) return;

            var flush = writer.FlushAsync();
            if (!flush.IsCompleted)
            {
                _ = PumpLaterAsync(flush, closing);
                return;
            }

            if (!Flushed(flush.Result, closing)) return;
        }
    }

    private async Task PumpLaterAsync(ValueTask<bool> flush, bool closing)
    {
        if (Flushed(await flush.ConfigureAwait(false), closing)) Pump();
    }

    private bool Flushed(bool alive, bool closing)
    {
        if (alive && !closing) return true;
        Discard();
        ended(this, alive ? OutboxEnd.Closed : OutboxEnd.Gone);
        return false;
    }

    /// <summary>Writes up to one flush's worth. <c>false</c> when there was nothing: the pump then rests.</summary>
    private bool Drain(out bool closing)
    {
        closing = false;
        lock (gate)
        {
            if (count == 0)
            {
                pumping = false;
                if (ring.Length > KeptWhenIdle) ring = [];
                head = 0;
                return false;
            }

            var written = 0;
            while (count > 0 && written < BytesAFlush)
            {
                ref var next = ref ring[head];
                writer.Write(next);
                written += next.Length;
                closing = next.Opcode == FrameOpcode.Close;
                next = default;
                head = (head + 1) & (ring.Length - 1);
                count--;
            }

            bytes -= written;
            return true;
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

    private void Drop() => (ring, head, count, bytes) = ([], 0, 0, 0);
}
