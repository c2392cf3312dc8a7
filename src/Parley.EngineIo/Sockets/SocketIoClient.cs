using System.Text;
using System.Text.Json;
using Parley.Core.Messages;
using Parley.EngineIo.Engine;
using Parley.EngineIo.Packets;

namespace Parley.EngineIo.Sockets;

/// <summary>A session of Engine.IO that speaks Socket.IO: its sockets, one for each namespace it has joined.</summary>
internal sealed class SocketIoClient : IEngineHandler
{
    private readonly EngineSession session;
    private readonly SocketIoServer server;
    private readonly SessionRequest request;
    private readonly DateTimeOffset at;
    private readonly PacketAssembler packets;
    private readonly ITimer joinTimeout;
    private AttachmentTimeout? attachmentTimeout;
    private readonly Lock gate = new();
    private readonly List<SocketIoSocket> sockets = new(1);

    public SocketIoClient(EngineSession session, SocketIoServer server, SessionRequest request)
    {
        (this.session, this.server, this.request) = (session, server, request);
        at = server.Time.GetUtcNow();
        packets = new PacketAssembler(server.Options.MaxAttachments, server.Options.Engine.MaxPayload);
        joinTimeout = server.Time.CreateTimer(
            static c => ((SocketIoClient)c!).OnJoinTimeout(), this, server.Options.ConnectTimeout, Timeout.InfiniteTimeSpan);
    }

    public bool Receive(ReadOnlySpan<byte> message, bool binary)
    {
        if (binary)
        {
            if (!packets.TryTakeBinary(message, out var last)) return false;
            if (!last) return true;
            attachmentTimeout!.End();
            var attachments = packets.Finish(out var finished);
            return Handle(finished, attachments);
        }

        if (!packets.TryTakeText(message, out var packet, out var complete)) return false;
        if (complete) return Handle(packet, []);
        attachmentTimeout ??= new AttachmentTimeout(
            server.Options.AttachmentTimeout, server.Time, () => session.End(CloseReason.AttachmentTimeout, EngineFrames.Close));
        attachmentTimeout.Begin();
        return true;
    }

    public void Closed(string reason)
    {
        SocketIoSocket[] left;
        lock (gate)
        {
            left = [.. sockets];
            sockets.Clear();
        }

        joinTimeout.Dispose();
        attachmentTimeout?.Dispose();
        session.Dispose();
        foreach (var socket in left) socket.End(reason);
    }

    public bool Send(Frame[] frames) => session.Send(frames);

    public void WhenReceived(Action received) => session.WhenReceived(received);

    public void Close() => session.Close();

    public void Left(SocketIoSocket socket)
    {
        lock (gate) sockets.Remove(socket);
    }

    private bool Handle(in Packet packet, ReadOnlyMemory<byte>[] attachments)
    {
        if (packet.Type == PacketType.Connect)
        {
            Connect(packet);
            return true;
        }

        if (Find(packet.Namespace) is not { } socket) return false;
        switch (packet.Type)
        {
            case PacketType.Disconnect:
                Left(socket);
                socket.End(CloseReason.ClientDisconnect);
                break;
            case PacketType.Ack or PacketType.BinaryAck:
                socket.OnAck(packet.Id, packet.Json, attachments);
                break;
            default:
                Tell(socket, packet, attachments);
                break;
        }

        return true;
    }

    private static void Tell(SocketIoSocket socket, in Packet packet, ReadOnlyMemory<byte>[] attachments)
    {
        var reader = Packet.NewReader(packet.Json);
        reader.Read();
        reader.Read();
        var name = reader.TokenType == JsonTokenType.Number ? Encoding.UTF8.GetString(reader.ValueSpan)
            : reader.ValueIsEscaped ? reader.GetString()!
            : NameCache.Get(reader.ValueSpan);
        socket.Namespace.Handle(socket, new SocketIoEvent(
            name, packet.Json, (int)reader.BytesConsumed, attachments,
            packet.Id < 0 ? null : new SocketIoReply(socket, packet.Id)));
    }

    private SocketIoSocket? Find(ReadOnlySpan<byte> name)
    {
        lock (gate)
        {
            foreach (var socket in sockets)
            {
                var prefix = socket.Namespace.Prefix;
                if (name.IsEmpty ? prefix.Length == 0 : prefix.AsSpan().TrimEnd((byte)',').SequenceEqual(name)) return socket;
            }
        }

        return null;
    }

    private void Connect(in Packet packet)
    {
        // A query after the name is no part of it.
        var name = packet.Namespace.IsEmpty ? "/" : Encoding.UTF8.GetString(packet.Namespace);
        if (name.IndexOf('?', StringComparison.Ordinal) is var mark and >= 0) name = name[..mark];
        if (server.Find(name) is not { } nsp)
        {
            Refuse(Encoding.UTF8.GetBytes(name + ","), new SocketIoRefusal("Invalid namespace"));
            return;
        }

        var handshake = new SocketIoHandshake(request.Query, request.Address, at, packet.Json);
        var asked = nsp.AskAsync(handshake, session);
        if (asked.IsCompletedSuccessfully)
        {
            Answer(nsp, handshake, asked.Result);
            return;
        }

        // What the client sends meanwhile waits: nothing is told of a socket before it is there.
        session.Inbox.Pause();
        _ = AnswerLaterAsync(nsp, handshake, asked);
    }

    private async Task AnswerLaterAsync(SocketIoNamespace nsp, SocketIoHandshake handshake, ValueTask<SocketIoRefusal?> asked)
    {
        SocketIoRefusal? refusal;
        try
        {
            refusal = await asked.ConfigureAwait(false);
        }
        catch (Exception failure)
        {
            if (failure is not OperationCanceledException) server.Failed(failure);
            refusal = new SocketIoRefusal("Internal server error");
        }

        if (!session.Inbox.Resume(() => Answer(nsp, handshake, refusal))) session.End(CloseReason.ParseError, EngineFrames.Close);
    }

    private void Answer(SocketIoNamespace nsp, SocketIoHandshake handshake, SocketIoRefusal? refusal)
    {
        // Who has gone while it was asked about comes no more: late, it might take the place of its own next connection.
        if (session.IsOver) return;

        if (refusal is not null)
        {
            Refuse(nsp.Prefix, refusal);
            return;
        }

        // A client that connects anew without having left has left.
        if (Find(nsp.Prefix.AsSpan().TrimEnd((byte)',')) is { } older)
        {
            Left(older);
            older.End(CloseReason.ClientDisconnect);
        }

        joinTimeout.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        nsp.Add(this, handshake);
    }

    /// <summary>A socket of its own; told before anybody else can reach it.</summary>
    public void Joined(SocketIoSocket socket)
    {
        lock (gate) sockets.Add(socket);
        using var json = new MemoryStream(96);
        using (var writer = new Utf8JsonWriter(json))
        {
            writer.WriteStartObject();
            writer.WriteString("sid"u8, socket.Id);
            if (socket.PrivateId is { } privateId) writer.WriteString("pid"u8, privateId);
            writer.WriteEndObject();
        }

        Send([PacketWriter.Plain(PacketType.Connect, socket.Namespace.Prefix, json.GetBuffer().AsSpan(0, (int)json.Length))]);
    }

    private void Refuse(ReadOnlySpan<byte> prefix, SocketIoRefusal refusal)
    {
        using var json = new MemoryStream(96);
        using (var writer = new Utf8JsonWriter(json))
        {
            writer.WriteStartObject();
            writer.WriteString("message"u8, refusal.Message);
            if (!refusal.DataJson.IsEmpty)
            {
                writer.WritePropertyName("data"u8);
                writer.WriteRawValue(refusal.DataJson.Span);
            }

            writer.WriteEndObject();
        }

        Send([PacketWriter.Plain(PacketType.ConnectError, prefix, json.GetBuffer().AsSpan(0, (int)json.Length))]);
    }

    private void OnJoinTimeout()
    {
        lock (gate)
        {
            if (sockets.Count > 0) return;
        }

        Close();
    }
}
