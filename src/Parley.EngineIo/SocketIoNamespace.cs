using System.Collections.Concurrent;
using System.Text;
using Parley.Core.Messages;
using Parley.Core.Sessions;
using Parley.EngineIo.Engine;
using Parley.EngineIo.Packets;
using Parley.EngineIo.Sockets;

namespace Parley.EngineIo;

/// <summary>
/// A namespace: who may join it, what is done with events there, and its rooms. Set up before the server starts; the rest
/// may be called from any thread.
/// </summary>
public sealed class SocketIoNamespace
{
    private readonly Lock gate = new();
    private readonly ConcurrentDictionary<string, SocketIoSocket> sockets = new();
    private readonly Dictionary<string, HashSet<SocketIoSocket>> rooms = [];
    private readonly Dictionary<string, SocketIoHandler> handlers = [];
    private readonly List<Func<SocketIoHandshake, CancellationToken, ValueTask<SocketIoRefusal?>>> middleware = [];
    private readonly RecoveryLog? recovery;
    private readonly SocketIoServer server;
    private SocketIoHandler? anyOther;
    private Action<SocketIoSocket>? connected;
    private Action<SocketIoSocket, string>? disconnected;

    internal SocketIoNamespace(string name, SocketIoServer server)
    {
        (Name, this.server) = (name, server);
        Prefix = name == "/" ? [] : Encoding.UTF8.GetBytes(name + ",");
        recovery = server.Options.Recovery is { } wanted ? new RecoveryLog(wanted, server.Time) : null;
    }

    /// <summary>Its name, <c>/</c> for the main one.</summary>
    public string Name { get; }

    /// <summary>Who is in it now.</summary>
    public IEnumerable<SocketIoSocket> Sockets => sockets.Values;

    /// <summary>How many are.</summary>
    public int Count => sockets.Count;

    internal SocketIoOptions Options => server.Options;

    internal TimeProvider Time => server.Time;

    /// <summary>Rooms that somebody is in, and what is kept for those who may come back.</summary>
    internal (int Rooms, int Packets, int Away) Held
    {
        get
        {
            lock (gate)
            {
                var (packets, away) = recovery?.Count ?? default;
                return (rooms.Count, packets, away);
            }
        }
    }

    /// <summary>The name as packets have it: empty for the main one, else with a comma.</summary>
    internal byte[] Prefix { get; }

    /// <summary>Asks, before a client joins, whether it may; the first refusal counts.</summary>
    public SocketIoNamespace Use(Func<SocketIoHandshake, CancellationToken, ValueTask<SocketIoRefusal?>> mayJoin)
    {
        middleware.Add(mayJoin);
        return this;
    }

    /// <summary>Called when a client has joined, before its first event.</summary>
    public SocketIoNamespace OnConnect(Action<SocketIoSocket> handler)
    {
        connected += handler;
        return this;
    }

    /// <summary>Called once a client has left, with the reason (<see cref="Engine.CloseReason"/>).</summary>
    public SocketIoNamespace OnDisconnect(Action<SocketIoSocket, string> handler)
    {
        disconnected += handler;
        return this;
    }

    /// <summary>Handles events of a name.</summary>
    public SocketIoNamespace On(string name, SocketIoHandler handler)
    {
        handlers[name] = handler;
        return this;
    }

    /// <summary>Handles events whose name has no handler; without it they are ignored.</summary>
    public SocketIoNamespace OnAny(SocketIoHandler handler)
    {
        anyOther = handler;
        return this;
    }

    /// <summary>All in a room.</summary>
    public SocketIoTarget To(string room) => new(this, room, null);

    /// <summary>All in the namespace.</summary>
    public SocketIoTarget All => new(this, null, null);

    internal void Tick()
    {
        if (recovery is null) return;
        lock (gate) recovery.ForgetOld();
    }

    internal ValueTask<SocketIoRefusal?> AskAsync(SocketIoHandshake handshake, EngineSession session) =>
        middleware.Count == 0 ? default : AskAsync(handshake, session.Over);

    /// <summary>Makes a client reachable here. Its CONNECT is sent in the same breath, so that nothing overtakes it.</summary>
    internal void Add(SocketIoClient client, SocketIoHandshake handshake)
    {
        SocketIoSocket socket;
        lock (gate)
        {
            var lost = handshake.AuthText("pid") is { } pid && handshake.AuthText("offset") is { } offset
                ? recovery?.TryTake(pid, offset, handshake, server.Options.Engine.Outbox)
                : null;
            socket = new SocketIoSocket(
                this, client, handshake, lost?.Id ?? SocketIds.New(),
                lost?.PrivateId ?? (recovery is null ? null : SocketIds.New()), lost is not null)
            {
                Data = lost?.Data,
            };
            client.Joined(socket);
            sockets[socket.Id] = socket;
            foreach (var room in lost?.Rooms ?? []) JoinLocked(socket, room);
            foreach (var missed in lost?.Missed ?? []) socket.Deliver(missed);
        }

        try
        {
            connected?.Invoke(socket);
        }
        catch (Exception failure)
        {
            server.Failed(failure);
            socket.Disconnect();
        }
        finally
        {
            socket.Joined();
        }
    }

    internal void Handle(SocketIoSocket socket, in SocketIoEvent message)
    {
        try
        {
            if (handlers.TryGetValue(message.Name, out var handler)) handler(socket, message);
            else anyOther?.Invoke(socket, message);
        }
        catch (Exception failure)
        {
            // The event is lost, not the client.
            server.Failed(failure);
        }
    }

    internal void Join(SocketIoSocket socket, string room)
    {
        lock (gate)
        {
            if (socket.Connected && sockets.ContainsKey(socket.Id)) JoinLocked(socket, room);
        }
    }

    internal void Leave(SocketIoSocket socket, string room)
    {
        lock (gate) LeaveLocked(socket, room);
    }

    internal void OnEnded(SocketIoSocket socket, string reason)
    {
        lock (gate)
        {
            if (!sockets.TryRemove(KeyValuePair.Create(socket.Id, socket))) return;
            recovery?.Left(socket, reason);
            foreach (var room in socket.Rooms?.ToArray() ?? []) LeaveLocked(socket, room);
        }

        try
        {
            disconnected?.Invoke(socket, reason);
        }
        catch (Exception failure)
        {
            server.Failed(failure);
        }
    }

    internal bool EmitTo(
        SocketIoSocket socket, string name, ReadOnlySpan<byte> arguments, IReadOnlyList<ReadOnlyMemory<byte>> attachments)
    {
        if (recovery is null) return socket.Deliver(PacketWriter.Event(Prefix, name, arguments, attachments));

        lock (gate)
        {
            // Either it gets this now, or when it is recovered, or the caller is told that it never will.
            if (!sockets.TryGetValue(socket.Id, out var here) || here != socket) return false;
            var offset = recovery.NextOffset();
            var frames = PacketWriter.Event(Prefix, name, arguments, attachments, offset: offset);
            recovery.Add(new LoggedPacket(offset, frames, socket.Id, null));
            socket.Deliver(frames);
            return true;
        }
    }

    internal void Broadcast(
        string? room, SocketIoSocket? except, string name, ReadOnlySpan<byte> arguments,
        IReadOnlyList<ReadOnlyMemory<byte>> attachments, bool passing)
    {
        FlushBatch.Begin();
        try
        {
            var frames = recovery is null || passing ? PacketWriter.Event(Prefix, name, arguments, attachments) : null;
            lock (gate)
            {
                if (frames is null)
                {
                    // Offsets are in the order in which packets go out, so this can't be done before.
                    var offset = recovery!.NextOffset();
                    frames = PacketWriter.Event(Prefix, name, arguments, attachments, offset: offset);
                    recovery.Add(new LoggedPacket(offset, frames, room, except?.Id));
                }

                if (room is null) DeliverToAll(except, frames);
                else DeliverToRoom(room, except, frames);
            }
        }
        finally
        {
            FlushBatch.End();
        }
    }

    private async ValueTask<SocketIoRefusal?> AskAsync(SocketIoHandshake handshake, CancellationToken cancellation)
    {
        foreach (var mayJoin in middleware)
        {
            if (await mayJoin(handshake, cancellation).ConfigureAwait(false) is { } refusal) return refusal;
        }

        return null;
    }

    private void DeliverToAll(SocketIoSocket? except, Frame[] frames)
    {
        foreach (var (_, socket) in sockets)
        {
            if (socket != except) socket.Deliver(frames);
        }
    }

    /// <summary>To its members, and to the socket of that name: a room that is called like a socket does not hide it.</summary>
    private void DeliverToRoom(string room, SocketIoSocket? except, Frame[] frames)
    {
        if (sockets.TryGetValue(room, out var own) && own != except) own.Deliver(frames);
        if (!rooms.TryGetValue(room, out var members)) return;
        foreach (var member in members)
        {
            if (member != except && member != own) member.Deliver(frames);
        }
    }

    private void JoinLocked(SocketIoSocket socket, string room)
    {
        if (!(socket.Rooms ??= []).Add(room)) return;
        if (!rooms.TryGetValue(room, out var members)) rooms[room] = members = [];
        members.Add(socket);
    }

    private void LeaveLocked(SocketIoSocket socket, string room)
    {
        if (socket.Rooms?.Remove(room) != true || !rooms.TryGetValue(room, out var members)) return;
        members.Remove(socket);
        if (members.Count == 0) rooms.Remove(room);
    }
}
