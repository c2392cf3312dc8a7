using System.Net;
using Parley.Core.Messages;
using Parley.Core.Sessions;

namespace Parley.EngineIo.Engine;

/// <summary>
/// One client, over whatever transports it uses: packets go out in the order they were sent, also while it changes from
/// polling (<see cref="Engine.Polling"/>) to WebSocket (<see cref="Engine.Upgrade"/>). Here: what it is at, and its end.
/// </summary>
/// <remarks>
/// Any thread may send and close. What comes in is told one by one (<see cref="Inbox"/>); the end is told once, after it.
/// </remarks>
internal sealed class EngineSession : IDisposable
{
    private readonly Lock gate = new();
    private readonly TimeProvider time;
    private readonly EngineServer server;
    private readonly Heartbeat heartbeat;
    private Receipts? receipts;
    private Polling? polling;
    private Upgrade? upgrade;
    private IConnection? webSocket;
    private CancellationTokenSource? over;
    private Frame farewell;
    private string? closeReason;
    private bool draining;

    /// <param name="id">What the client names it by: a secret.</param>
    /// <param name="address">Where it was opened from.</param>
    /// <param name="webSocket">Its connection; <c>null</c> when it polls.</param>
    /// <param name="options">Times and bounds.</param>
    /// <param name="time">Where the heartbeat's timer comes from.</param>
    /// <param name="server">Told at once of an upgrade, and when it is over.</param>
    public EngineSession(
        string id, IPAddress? address, IConnection? webSocket, EngineOptions options, TimeProvider time, EngineServer server)
    {
        (Id, Address, this.webSocket, this.time, this.server) = (id, address, webSocket, time, server);
        Inbox = new SessionInbox(options.MaxPayload);
        polling = webSocket is null ? new Polling(options.Outbox) : null;
        heartbeat = new Heartbeat(options, time, static s => ((EngineSession)s!).Beat(), this);
    }

    public string Id { get; }

    public IPAddress? Address { get; }

    /// <summary>Where messages are told.</summary>
    public SessionInbox Inbox { get; }

    public bool Polls
    {
        get
        {
            lock (gate) return webSocket is null;
        }
    }

    /// <summary>Whether it has ended, also where its handler has not yet been told.</summary>
    public bool IsOver
    {
        get
        {
            lock (gate) return closeReason is not null;
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

            if (polling!.TrySend(frames)) return true;
            EndLocked(CloseReason.TransportError, EngineFrames.Close);
            return false;
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
            if (heartbeat.IsOverdue) EndLocked(CloseReason.PingTimeout, EngineFrames.Close);
            if (closeReason is not null || webSocket is not null) return null;
            if (!polling!.HasPoll) return polling.Begin(draining, upgrade is null ? null : Upgrade.GraceAsync(time));
            EndLocked(CloseReason.TransportError, EngineFrames.Close);
            return null;
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
            if (webSocket is not null && closeReason is null)
            {
                polling = null;
                return (null, 0);
            }

            var last = !draining && closeReason is null ? default : farewell.IsEmpty ? EngineFrames.Close : farewell;
            var payload = polling!.Answer(last);
            if (draining) EndLocked(CloseReason.ForcedClose, default);
            return payload;
        }
    }

    /// <summary>The answer of a poll is written, or never will be.</summary>
    public void EndPoll()
    {
        lock (gate) polling?.EndAnswer();
    }

    /// <summary>A POST came in; there is one at a time.</summary>
    public bool TryBeginPost()
    {
        lock (gate)
        {
            if (closeReason is not null || webSocket is not null) return false;
            if (polling!.TryBeginPost()) return true;
            EndLocked(CloseReason.TransportError, EngineFrames.Close);
            return false;
        }
    }

    public void EndPost()
    {
        lock (gate) polling?.EndPost();
    }

    /// <summary>Completes when not too much waits for polls: whoever posts is to read the answers before it posts more.</summary>
    public Task RoomAsync()
    {
        lock (gate) return closeReason is not null || polling is null ? Task.CompletedTask : polling.RoomAsync();
    }

    /// <summary>A WebSocket wants to take over. <c>false</c> when there is one already.</summary>
    public bool TryProbe(IConnection connection)
    {
        lock (gate)
        {
            if (closeReason is not null || draining || webSocket is not null || upgrade is not null) return false;
            upgrade = new Upgrade(connection, polling!);
            upgrade.Begin();
            return true;
        }
    }

    /// <summary>It takes over.</summary>
    public bool TryUpgrade(IConnection connection)
    {
        lock (gate)
        {
            if (closeReason is not null || upgrade?.WebSocket != connection) return false;
            upgrade.Complete();
            (webSocket, upgrade) = (connection, null);
            if (!polling!.HasPoll) polling = null;
            server.Upgraded();
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
            if (upgrade?.WebSocket == connection) upgrade = null;
            return true;
        }
    }

    /// <summary>Calls back once the client has all that was sent before.</summary>
    public void WhenReceived(Action received)
    {
        lock (gate)
        {
            if (closeReason is not null) return;
            (receipts ??= new Receipts()).Add(received);
            AskLocked(receipts);
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
            if (webSocket is null && !polling!.HasPoll) draining = true;
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
            if (closeReason is null && webSocket is null && !polling!.HasPoll) server.ClosedWithoutPoll(Id);
            EndLocked(CloseReason.TransportClose, EngineFrames.Noop);
        }
    }

    private void EndLocked(string reason, in Frame lastPacket)
    {
        if (closeReason is not null) return;
        closeReason = reason;
        farewell = lastPacket;
        heartbeat.Dispose();
        polling?.Release();
        polling?.ReleasePost();
        _ = over?.CancelAsync();
        webSocket?.Close(reason == CloseReason.ParseError ? CloseCode.InvalidPayload : CloseCode.Normal, reason);
        upgrade?.WebSocket.Close(CloseCode.Normal, reason);
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

    private void AskLocked(Receipts wanted)
    {
        if (!wanted.MustAsk) return;
        wanted.Asked(heartbeat.Ping());
        Send(EngineFrames.Ping);
    }

    private void OnPong()
    {
        List<Action>? received;
        lock (gate)
        {
            if (closeReason is not null || !heartbeat.TryPong(out var ping)) return;
            received = receipts?.Take(ping);
            if (received is null) return;
            AskLocked(receipts!);
        }

        foreach (var told in received) told();
    }

    private void Beat()
    {
        lock (gate)
        {
            if (closeReason is not null) return;
            if (!heartbeat.TryBeat())
            {
                EndLocked(CloseReason.PingTimeout, EngineFrames.Close);
                return;
            }
        }

        Send(EngineFrames.Ping);
    }
}
