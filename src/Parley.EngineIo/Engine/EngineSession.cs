using Parley.Core.Messages;
using Parley.Core.Sessions;

namespace Parley.EngineIo.Engine;

/// <summary>
/// One client, over whatever transports it uses: packets go out in the order they were sent, also while it changes from
/// polling to WebSocket.
/// </summary>
/// <remarks>
/// Any thread may send and close. What comes in is told one by one (<see cref="Inbox"/>); the end is told once, after it.
/// </remarks>
internal sealed class EngineSession : IDisposable
{
    /// <summary>
    /// A poll that comes after the probe waits a moment for the upgrade, which may have been sent before it: on another
    /// connection, so it may be read later.
    /// </summary>
    private static readonly TimeSpan UpgradeGrace = TimeSpan.FromMilliseconds(100);

    private readonly Lock gate = new();
    private readonly TimeProvider time;
    private readonly EngineOptions options;
    private readonly EngineServer server;
    private readonly ITimer heartbeat;
    private SendQueue? queue;
    private IConnection? webSocket;
    private IConnection? probing;
    private TaskCompletionSource? poll;
    private TaskCompletionSource? written;
    private TaskCompletionSource? room;
    private CancellationTokenSource? over;
    private Frame farewell;
    private string? closeReason;
    private bool posting;
    private bool draining;
    private bool awaitingPong;
    private long pings;
    private long pongs;
    private long askedBy;
    private List<Action>? asked;
    private List<Action>? toAsk;

    /// <param name="id">What the client names it by: a secret.</param>
    /// <param name="webSocket">Its connection; <c>null</c> when it polls.</param>
    /// <param name="options">Times and bounds.</param>
    /// <param name="time">Where the heartbeat's timer comes from.</param>
    /// <param name="server">Told at once of an upgrade, and when it is over.</param>
    public EngineSession(string id, IConnection? webSocket, EngineOptions options, TimeProvider time, EngineServer server)
    {
        Id = id;
        this.webSocket = webSocket;
        (this.options, this.time, this.server) = (options, time, server);
        Inbox = new SessionInbox(options.MaxPayload);
        queue = webSocket is null ? new SendQueue(options.Outbox) : null;
        heartbeat = time.CreateTimer(static s => ((EngineSession)s!).Beat(), this, options.PingInterval, Timeout.InfiniteTimeSpan);
    }

    public string Id { get; }

    /// <summary>Where messages are told.</summary>
    public SessionInbox Inbox { get; }

    public bool Polls
    {
        get
        {
            lock (gate) return webSocket is null;
        }
    }

    /// <summary>Cancelled when it is over.</summary>
    public CancellationToken Over
    {
        get
        {
            lock (gate)
            {
                over ??= new CancellationTokenSource();
                if (closeReason is not null) over.Cancel();
                return over.Token;
            }
        }
    }

    /// <summary>Sends packets, with nobody else's between them. <c>false</c> when the session is over.</summary>
    public bool Send(params ReadOnlySpan<Frame> frames)
    {
        lock (gate)
        {
            if (closeReason is not null || draining) return false;
            if (webSocket is not null)
            {
                foreach (ref readonly var frame in frames)
                {
                    if (!webSocket.TrySend(frame)) return false;
                }

                return true;
            }

            foreach (ref readonly var frame in frames)
            {
                if (queue!.TryAdd(frame)) continue;
                queue.Clear();
                EndLocked(CloseReason.TransportError, EngineFrames.Close);
                return false;
            }

            poll?.TrySetResult();
            return true;
        }
    }

    /// <summary>A packet came in. <c>false</c> when nothing more may be read from this transport.</summary>
    public bool Receive(EnginePacketType type, ReadOnlySpan<byte> payload, bool binary)
    {
        switch (type)
        {
            case EnginePacketType.Message:
                return ReceiveMessage(payload, binary);
            case EnginePacketType.Pong:
                OnPong();
                return true;
            case EnginePacketType.Close:
                EndByClient();
                return false;
            case EnginePacketType.Noop or EnginePacketType.Upgrade:
                return true;
            default:
                // Pings are the server's in this version, and only the server opens.
                End(CloseReason.ParseError, EngineFrames.Close);
                return false;
        }
    }

    /// <summary>
    /// A poll came in. It may be answered, by <see cref="TakePoll"/>, once the task has completed: there is something to
    /// say, and the answer before it is written. <c>null</c> when it is one too many.
    /// </summary>
    public Task? BeginPoll()
    {
        lock (gate)
        {
            if (closeReason is not null || webSocket is not null) return null;
            if (poll is not null)
            {
                EndLocked(CloseReason.TransportError, EngineFrames.Close);
                return null;
            }

            poll = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            if (queue!.Count > 0 || draining) poll.SetResult();
            var ready = probing is null ? poll.Task : Task.WhenAny(poll.Task, Task.Delay(UpgradeGrace, time));
            return written is null ? ready : Task.WhenAll(ready, written.Task);
        }
    }

    /// <summary>
    /// The body of a poll's answer, in a rented array; none when a WebSocket has taken over meanwhile.
    /// <see cref="EndPoll"/> has to be called when it is written.
    /// </summary>
    public (byte[]? Rented, int Length) TakePoll()
    {
        lock (gate)
        {
            poll = null;
            if (webSocket is not null && closeReason is null)
            {
                queue = null;
                return (null, 0);
            }

            written = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            queue ??= new SendQueue(options.Outbox);
            if (draining || closeReason is not null) queue.TryAdd(farewell.IsEmpty ? EngineFrames.Close : farewell);
            else if (queue.Count == 0) queue.TryAdd(EngineFrames.Noop);
            var payload = queue.TakePayload();
            if (draining) EndLocked(CloseReason.ForcedClose, default);
            room?.TrySetResult();
            room = null;
            return payload;
        }
    }

    /// <summary>The answer of a poll is written, or never will be.</summary>
    public void EndPoll()
    {
        lock (gate)
        {
            written?.TrySetResult();
            written = null;
        }
    }

    /// <summary>A POST came in; there is one at a time.</summary>
    public bool TryBeginPost()
    {
        lock (gate)
        {
            if (closeReason is not null || webSocket is not null) return false;
            if (posting) EndLocked(CloseReason.TransportError, EngineFrames.Close);
            else posting = true;
            return closeReason is null;
        }
    }

    public void EndPost()
    {
        lock (gate) posting = false;
    }

    /// <summary>Completes when not too much waits for polls: whoever posts is to read the answers before it posts more.</summary>
    public Task RoomAsync()
    {
        lock (gate)
        {
            if (closeReason is not null || queue is not { IsHalfFull: true }) return Task.CompletedTask;
            room ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return room.Task;
        }
    }

    /// <summary>A WebSocket wants to take over. <c>false</c> when there is one already.</summary>
    public bool TryProbe(IConnection connection)
    {
        lock (gate)
        {
            if (closeReason is not null || draining || webSocket is not null || probing is not null) return false;
            probing = connection;
            connection.TrySend(EngineFrames.ProbeAnswer);
            // The client waits for its poll to end before it goes on.
            poll?.TrySetResult();
            return true;
        }
    }

    /// <summary>It takes over: what waited goes out on it first.</summary>
    public bool TryUpgrade(IConnection connection)
    {
        lock (gate)
        {
            if (closeReason is not null || probing != connection) return false;
            (webSocket, probing) = (connection, null);
            server.Upgraded();
            while (queue!.TryTake(out var frame)) connection.TrySend(frame);
            if (poll is null) queue = null;
            else poll.TrySetResult();
            room?.TrySetResult();
            room = null;
            if (draining) EndLocked(CloseReason.ForcedClose, default);
            return true;
        }
    }

    /// <summary>It won't after all, and polling goes on. <c>false</c> when it already has.</summary>
    public bool GiveUpProbe(IConnection connection)
    {
        lock (gate)
        {
            if (webSocket == connection) return false;
            if (probing == connection) probing = null;
            return true;
        }
    }

    /// <summary>
    /// Calls back once the client has all that was sent before: packets arrive in order, and pings are answered, so the
    /// answer to one sent now says so. One such ping is on its way at a time; whoever asks meanwhile waits for the next.
    /// </summary>
    public void WhenReceived(Action received)
    {
        lock (gate)
        {
            if (closeReason is not null) return;
            (toAsk ??= []).Add(received);
            if (asked is null) AskLocked();
        }
    }

    /// <summary>
    /// Ends it from the server's side, after what waits has been sent. A client between two polls is told by the next one,
    /// or would take it for a session that was lost; what it still sends is dropped.
    /// </summary>
    public void Close()
    {
        lock (gate)
        {
            if (closeReason is not null || draining) return;
            if (webSocket is null && poll is null) draining = true;
            else EndLocked(CloseReason.ForcedClose, EngineFrames.Close);
        }
    }

    /// <summary>Ends it at once. A poll that waits gets <paramref name="lastPacket"/>.</summary>
    public void End(string reason, in Frame lastPacket)
    {
        lock (gate) EndLocked(reason, lastPacket);
    }

    public void Dispose()
    {
        heartbeat.Dispose();
        over?.Dispose();
    }

    private void EndByClient()
    {
        lock (gate)
        {
            if (closeReason is null && webSocket is null && poll is null) server.ClosedWithoutPoll(Id);
            EndLocked(CloseReason.TransportClose, EngineFrames.Noop);
        }
    }

    private void EndLocked(string reason, in Frame lastPacket)
    {
        if (closeReason is not null) return;
        closeReason = reason;
        farewell = lastPacket;
        heartbeat.Dispose();
        poll?.TrySetResult();
        room?.TrySetResult();
        _ = over?.CancelAsync();
        webSocket?.Close(reason == CloseReason.ParseError ? CloseCode.InvalidPayload : CloseCode.Normal, reason);
        probing?.Close(CloseCode.Normal, reason);
        server.Remove(this, polls: webSocket is null);
        // Never on the stack of who ends it: two sessions that end each other must not wait for each other.
        ThreadPool.UnsafeQueueUserWorkItem(static s => s.Session.Inbox.Close(s.Reason), (Session: this, Reason: reason), preferLocal: false);
    }

    private bool ReceiveMessage(ReadOnlySpan<byte> payload, bool binary)
    {
        if (Volatile.Read(ref draining)) return true;
        var read = Inbox.TryTell(payload, binary, out var overlapped);
        if (!read) End(overlapped ? CloseReason.TransportError : CloseReason.ParseError, EngineFrames.Close);
        return read;
    }

    private void AskLocked()
    {
        (asked, toAsk) = (toAsk, null);
        if (asked is null) return;
        askedBy = ++pings;
        Send(EngineFrames.Ping);
    }

    private void OnPong()
    {
        List<Action>? received = null;
        lock (gate)
        {
            if (closeReason is not null || pongs == pings) return;
            if (++pongs == askedBy)
            {
                received = asked;
                AskLocked();
            }

            if (awaitingPong)
            {
                awaitingPong = false;
                heartbeat.Change(options.PingInterval, Timeout.InfiniteTimeSpan);
            }
        }

        foreach (var told in received ?? []) told();
    }

    private void Beat()
    {
        lock (gate)
        {
            if (closeReason is not null) return;
            if (awaitingPong)
            {
                EndLocked(CloseReason.PingTimeout, EngineFrames.Close);
                return;
            }

            awaitingPong = true;
            pings++;
            heartbeat.Change(options.PingTimeout, Timeout.InfiniteTimeSpan);
        }

        Send(EngineFrames.Ping);
    }
}
