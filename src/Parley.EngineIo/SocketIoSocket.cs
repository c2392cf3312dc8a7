using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Parley.Core.Messages;
using Parley.EngineIo.Engine;
using Parley.EngineIo.Packets;
using Parley.EngineIo.Sockets;

namespace Parley.EngineIo;

/// <summary>A client in a namespace. Everything may be called from any thread, and nothing blocks.</summary>
public sealed class SocketIoSocket
{
    private readonly SocketIoClient client;
    private PendingAcks? acks;
    private volatile SocketState state;
    private string? endReason;

    internal SocketIoSocket(
        SocketIoNamespace nsp, SocketIoClient client, SocketIoHandshake handshake, string id, string? privateId, bool recovered)
    {
        (Namespace, this.client, Handshake, Id, PrivateId, Recovered) = (nsp, client, handshake, id, privateId, recovered);
    }

    /// <summary>Names it among the namespace's; a room of its own has the same name.</summary>
    public string Id { get; }

    /// <summary>Where it is.</summary>
    public SocketIoNamespace Namespace { get; }

    /// <summary>What it brought along.</summary>
    public SocketIoHandshake Handshake { get; }

    /// <summary>Whether it came back after a broken connection: it is in its rooms again, and gets what it missed.</summary>
    public bool Recovered { get; }

    /// <summary>Whatever the application keeps with it; it survives a recovery.</summary>
    public object? Data { get; set; }

    /// <summary>Whether it is still there.</summary>
    public bool Connected => state != SocketState.Ended;

    internal string? PrivateId { get; }

    /// <summary>Rooms it is in. The namespace's lock guards it.</summary>
    internal HashSet<string>? Rooms { get; set; }

    /// <summary>Sends an event.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="arguments">JSON values with commas between them; they go out as they are.</param>
    /// <param name="attachments">What placeholders in them stand for.</param>
    /// <returns>
    /// <c>false</c> when the socket is gone. With recovery, <c>true</c> means that the client gets it now or when it comes back
    /// as this socket.
    /// </returns>
    public bool Emit(
        string name, ReadOnlySpan<byte> arguments = default, IReadOnlyList<ReadOnlyMemory<byte>>? attachments = null) =>
        Connected && Namespace.EmitTo(this, name, arguments, attachments ?? []);

    /// <summary>Sends an event with one argument.</summary>
    public bool Emit<T>(string name, T argument, JsonTypeInfo<T> type) =>
        Emit(name, JsonSerializer.SerializeToUtf8Bytes(argument, type));

    /// <summary>Sends an event that is of no use later: it is not kept for when the client comes back after a broken connection.</summary>
    /// <returns><c>false</c> when the socket is gone.</returns>
    public bool EmitPassing(string name, ReadOnlySpan<byte> arguments = default) =>
        Deliver(PacketWriter.Event(Namespace.Prefix, name, arguments, []));

    /// <summary>
    /// Calls back, on whatever thread reads it, once the client has shown that all that was sent before has reached it: it
    /// answered a ping that was sent after that. Clients need not know of this. Never called when the connection ends before.
    /// </summary>
    public void WhenReceived(Action received) => client.WhenReceived(received);

    /// <summary>Sends an event and waits for its acknowledgement.</summary>
    /// <exception cref="TimeoutException">None came in time.</exception>
    /// <exception cref="InvalidOperationException">The socket is gone, or goes; or too many are waited for.</exception>
    public async Task<SocketIoAck> EmitWithAckAsync(
        string name, ReadOnlyMemory<byte> arguments, TimeSpan timeout, CancellationToken cancellation = default)
    {
        var pending = acks ?? Interlocked.CompareExchange(ref acks, new PendingAcks(Namespace.Options.MaxPendingAcks), null) ?? acks;
        var (id, answer) = pending.Add();
        try
        {
            if (!Connected || !Deliver(PacketWriter.Event(Namespace.Prefix, name, arguments.Span, [], id)))
                throw new InvalidOperationException("The socket is gone.");
            return await answer.WaitAsync(timeout, Namespace.Time, cancellation).ConfigureAwait(false);
        }
        finally
        {
            pending.Remove(id);
        }
    }

    /// <summary>Puts it into a room.</summary>
    public void Join(string room) => Namespace.Join(this, room);

    /// <summary>Takes it out of a room.</summary>
    public void Leave(string room) => Namespace.Leave(this, room);

    /// <summary>All others in a room.</summary>
    public SocketIoTarget To(string room) => new(Namespace, room, this);

    /// <summary>All others in the namespace.</summary>
    public SocketIoTarget Others => new(Namespace, null, this);

    /// <summary>Takes it out of the namespace; with <paramref name="close"/> its connection, and its other namespaces, end as well.</summary>
    public void Disconnect(bool close = false)
    {
        if (TryEnd(CloseReason.ServerDisconnect, out var tellEnd))
        {
            client.Send([PacketWriter.Plain(PacketType.Disconnect, Namespace.Prefix, default)]);
            client.Left(this);
            if (tellEnd) TellEnd();
        }

        if (close) client.Close();
    }

    /// <summary>Ends its connection, with all its namespaces. Unlike <see cref="Disconnect"/>, clients come back by themselves.</summary>
    public void Close() => client.Close();

    internal bool Deliver(Frame[] frames) => Connected && client.Send(frames);

    internal void OnAck(long id, ReadOnlySpan<byte> json, ReadOnlyMemory<byte>[] attachments) => acks?.Complete(id, json, attachments);

    /// <summary>Its end is told after its beginning, whoever is faster.</summary>
    internal void Joined()
    {
        if (Interlocked.CompareExchange(ref state, SocketState.Joined, SocketState.Joining) == SocketState.Ended) TellEnd();
    }

    internal void End(string reason)
    {
        if (TryEnd(reason, out var tellEnd) && tellEnd) TellEnd();
    }

    /// <summary><c>false</c> when it had ended before.</summary>
    private bool TryEnd(string reason, out bool tellEnd)
    {
        Interlocked.CompareExchange(ref endReason, reason, null);
        var was = Interlocked.Exchange(ref state, SocketState.Ended);
        tellEnd = was == SocketState.Joined;
        return was != SocketState.Ended;
    }

    private void TellEnd()
    {
        acks?.Fail();
        Namespace.OnEnded(this, endReason!);
    }
}
