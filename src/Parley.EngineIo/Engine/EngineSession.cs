using System.Net;
using Parley.Core.Messages;
using Parley.Core.Sessions;

namespace Parley.EngineIo.Engine;

/// <summary>
/// One client, over whatever transports it uses: packets go out in the order they were sent, also while it changes from
/// polling (<see cref="Engine.Polling"/>) to WebSocket (<see cref="Engine.Upgrade"/>). Here: what goes out and comes in, and its
/// end; the other files have its transports and its heartbeat.
/// </summary>
/// <remarks>
/// Any thread may send and close. What comes in is told one by one (<see cref="Inbox"/>); the end is told once, after it.
/// </remarks>
internal sealed partial class EngineSession : IDisposable
{
    private readonly Lock gate = new();
    private readonly TimeProvider time;
    private readonly EngineServer server;
    private readonly Heartbeat heartbeat;
    private readonly long opened;
    private Polling? polling;
    private IConnection? webSocket;
    private CancellationTokenSource? over;
    private Frame farewell;
    private string? closeReason;
    private bool draining;

    /// <param name="id">What the client names it by: a secret.</param>
    /// <param name="address">Where it was opened from.</param>
    /// <param name="webSocket">Its connection; <c>null</c> when it polls.</param>
    /// <param name="options">Times and bounds.</param>
    /// <param name="time">Where timers come from.</param>
    /// <param name="server">Told at once of an upgrade, and when it is over.</param>
    public EngineSession(
        string id, IPAddress? address, IConnection? webSocket, EngineOptions options, TimeProvider time, EngineServer server)
    {
        (Id, Address, this.webSocket, this.time, this.server) = (id, address, webSocket, time, server);
        opened = time.GetTimestamp();
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
}
