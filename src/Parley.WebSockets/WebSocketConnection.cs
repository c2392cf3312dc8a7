using Parley.Core.Messages;
using Parley.Core.Sessions;

namespace Parley.WebSockets;

/// <summary>
/// A WebSocket on the transport of a connection that ASP.NET Core has routed, authenticated and upgraded. Its input reads
/// and it hands messages to the handler where they lie; the outbox sends. See docs/decisions for why it is our own.
/// </summary>
public sealed class WebSocketConnection : IConnection
{
    private static readonly TimeSpan FaultLinger = TimeSpan.FromMilliseconds(250);

    private readonly IFrameInput input;
    private readonly WebSocketServices services;
    private readonly WebSocketLimits limits;
    private readonly FrameReader reader;
    private readonly Outbox outbox;
    private IMessageHandler? handler;
    private TaskCompletionSource? drained;
    private bool outboxEnded;
    private bool reading = true;
    private bool aborted;
    private long heardAt;
    private long pingedAt;
    private long assemblingSince = -1;
    private long closeBy = long.MaxValue;
    private int controlFrames;
    private int batches;
    private ITimer? faultLinger;

    internal WebSocketConnection(
        IFrameInput input, IFrameSender output, WebSocketServices services, WebSocketLimits limits, OutboxLimits outboxLimits)
    {
        this.input = input;
        this.services = services;
        this.limits = limits;
        reader = new FrameReader(limits);
        outbox = new Outbox(output, outboxLimits, OnOutboxEnded);
        heardAt = pingedAt = services.Clock.Milliseconds;
    }

    /// <summary>Messages waiting to be sent.</summary>
    public int OutboxDepth => outbox.Depth;

    /// <summary>Whether either side has begun to close it.</summary>
    internal bool IsClosing => Volatile.Read(ref closeBy) != long.MaxValue;

    /// <inheritdoc/>
    public bool TrySend(in Frame frame) => outbox.TryPut(frame);

    /// <inheritdoc/>
    public bool LatestWaits => outbox.LatestWaits;

    /// <inheritdoc/>
    public bool TrySendLatest(byte[] buffer, int length) => outbox.TryPutLatest(buffer, length);

    /// <inheritdoc/>
    public bool DropLatest() => outbox.DropLatest();

    /// <inheritdoc/>
    public void Close(CloseCode code, string reason) => SendClose(CloseFrame.Of(code, reason));

    /// <inheritdoc/>
    public void HandOver(IMessageHandler next) => handler = next;

    /// <inheritdoc/>
    public void Abort()
    {
        if (Interlocked.Exchange(ref aborted, true)) return;
        outbox.Discard();
        Volatile.Read(ref drained)?.TrySetResult();
        // Aborting runs the ends of both loops, which take rooms' locks; the caller may hold one.
        ThreadPool.UnsafeQueueUserWorkItem(static input => input.Abort(), input, preferLocal: false);
    }

    /// <summary>Reads until the connection is over, and tells <paramref name="messageHandler"/>. Does not throw.</summary>
    /// <returns>For how long the request that was upgraded has to last: no longer than until here, where it can be.</returns>
    public Task RunAsync(IMessageHandler messageHandler)
    {
        // Unless it was handed over before it began.
        handler ??= messageHandler;
        services.Connections.Add(this);
        return input.RunAsync(this);
    }

    /// <summary>Pings, and ends what is dead, endless or does not answer a close. Called about once a second.</summary>
    /// <returns>
    /// Whether it is to be cut, by <see cref="Abort"/>, once what this has put is flushed: one that is only taken for dead
    /// is to learn why.
    /// </returns>
    internal bool Tick(long now)
    {
        controlFrames = 0;
        if (now >= closeBy) return true;
        if (reading && now - Volatile.Read(ref heardAt) >= limits.DeadAfter.TotalMilliseconds)
        {
            Close(CloseCode.Timeout, "no answer to pings");
            return true;
        }

        var since = Volatile.Read(ref assemblingSince);
        if (since >= 0 && now - since >= limits.AssemblyTimeout.TotalMilliseconds)
        {
            Close(CloseCode.Timeout, "a message took too long to arrive");
            return false;
        }

        if (now - pingedAt >= limits.PingInterval.TotalMilliseconds)
        {
            pingedAt = now;
            outbox.TryPut(Frame.Of(FrameOpcode.Ping, []));
        }

        if (reading) TickHandler();
        return false;
    }

    /// <summary>Works through one read, within a <see cref="FlushBatch"/> of the caller's.</summary>
    /// <returns><c>false</c> when there is nothing more to wait for: <see cref="EndAsync"/> comes next.</returns>
    internal bool TryTake()
    {
        var timed = ++batches % WebSocketServices.RelaySampling == 0;
        // What a timed read causes is flushed by itself, or the time would be that of everything else in the batch.
        if (timed) FlushBatch.Restart();
        var started = timed ? services.Time.GetTimestamp() : 0;
        try
        {
            if (!input.Read(this)) return false;
        }
        catch (Exception failure)
        {
            OnFailure(failure);
            return false;
        }

        if (!timed) return true;
        FlushBatch.Restart();
        services.Metrics.Relayed(services.Time.GetElapsedTime(started));
        return true;
    }

    /// <summary>Tells the handler, lets what waits go out, and ends the connection. Does not throw.</summary>
    internal async Task EndAsync()
    {
        TellEnd(handler!);
        await DrainAsync().ConfigureAwait(false);
        services.Connections.Remove(this);
        reader.Release();
        if (faultLinger is not null) await faultLinger.DisposeAsync().ConfigureAwait(false);
        input.End();
    }

    /// <summary>Works through what was read; its memory is the connection's until this returns. <c>false</c> to end.</summary>
    internal bool TakePart(Span<byte> part)
    {
        // After a fault there are no frames any more: what still comes is dropped until the other side closes.
        if (reader.Fault is not null) return true;

        Volatile.Write(ref heardAt, services.Clock.Milliseconds);
        while (reader.TryRead(ref part, out var opcode, out var payload))
        {
            if (opcode <= FrameOpcode.Binary)
            {
                assemblingSince = -1;
                if (reading) handler!.Receive(payload, opcode == FrameOpcode.Binary);
                FlushBatch.Count(payload.Length);
            }
            else if (!TakeControl(opcode, payload))
            {
                return false;
            }
        }

        if (reader.Fault is { } fault) Fail(fault);
        assemblingSince = !reader.InMessage ? -1 : assemblingSince < 0 ? heardAt : assemblingSince;
        return true;
    }

    private bool TakeControl(FrameOpcode opcode, ReadOnlySpan<byte> payload)
    {
        if (opcode == FrameOpcode.Close)
        {
            // Otherwise it answers our own close frame.
            if (reading && !CloseHandshake.IsComingBack(payload)) handler!.Leaving();
            var answer = CloseHandshake.Answer(payload);
            SendClose(answer);
            return false;
        }

        if (++controlFrames > limits.MaxControlFramesPerSecond)
            Close(CloseCode.RateLimited, $"more than {limits.MaxControlFramesPerSecond} control frames a second");
        else if (opcode == FrameOpcode.Ping && reading)
            outbox.TryPut(Frame.Of(FrameOpcode.Pong, payload));
        else if (opcode == FrameOpcode.Pong && reading)
            handler!.Answered();
        return true;
    }

    /// <summary>
    /// The answer to the close frame can't be found in what still comes, so it is not waited for; but closing a socket
    /// on unread bytes resets it, and the client might lose the close frame. So a moment is spent on dropping them.
    /// </summary>
    private void Fail(FrameFault fault)
    {
        Close(fault.Code, limits.ExplainFaults ? fault.Reason : "");
        faultLinger = services.Time.CreateTimer(
            static input => ((IFrameInput)input!).Stop(), input, FaultLinger, Timeout.InfiniteTimeSpan);
    }

    private void TickHandler()
    {
        try
        {
            handler?.Tick();
        }
        catch (Exception failure)
        {
            OnFailure(failure);
        }
    }

    private void TellEnd(IMessageHandler messageHandler)
    {
        BeginClosing();
        try
        {
            FlushBatch.Run(messageHandler, static h => h.Ended());
        }
        catch (Exception failure)
        {
            OnFailure(failure);
        }
    }

    private void OnFailure(Exception failure)
    {
        services.Failed(failure);
        Close(CloseCode.InternalError, "the server failed on this connection: reconnect");
    }

    private void SendClose(in Frame close)
    {
        BeginClosing();
        outbox.Complete(close);
    }

    private void BeginClosing()
    {
        reading = false;
        var deadline = services.Clock.Milliseconds + (long)limits.CloseTimeout.TotalMilliseconds;
        Interlocked.CompareExchange(ref closeBy, deadline, long.MaxValue);
    }

    private void OnOutboxEnded(Outbox ended, OutboxEnd how)
    {
        if (how == OutboxEnd.TooSlow)
        {
            BeginClosing();
            handler?.TooSlow();
            return;
        }

        Interlocked.Exchange(ref outboxEnded, true);
        Volatile.Read(ref drained)?.TrySetResult();
        if (how == OutboxEnd.Gone) Abort();
    }

    /// <summary>Waits until the close frame is out, or the deadline has cut the connection.</summary>
    private async Task DrainAsync()
    {
        SendClose(CloseFrame.Of(CloseCode.Normal, ""));
        var end = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        // Exchanged, not only written, here and where it ends: whichever comes second has to see the first.
        Interlocked.Exchange(ref drained, end);
        if (Volatile.Read(ref outboxEnded) || Volatile.Read(ref aborted)) end.TrySetResult();
        await end.Task.ConfigureAwait(false);
    }
}
