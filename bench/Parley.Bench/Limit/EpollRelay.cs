using System.Runtime.InteropServices;
using System.Text;
using Parley.Bench.Net;
using Parley.Bench.WebSockets;

namespace Parley.Bench.Limit;

/// <summary>
/// The limit: the least a relay can do. One thread, one epoll set, one read and one write a message; frames are
/// unmasked and handed on. No authentication, no validation, no limits, no patience with clients that do not read.
/// </summary>
internal sealed unsafe class EpollRelay : IDisposable
{
    private const int BufferSize = 256 * 1024;
    private const int ListenerKey = -1;
    private readonly Epoll epoll = new();
    private readonly byte* received = (byte*)NativeMemory.Alloc(BufferSize);
    private readonly byte[] outgoing = new byte[2 * BufferSize];
    private readonly Dictionary<int, RelayClient> clients = [];
    private readonly Dictionary<string, RelayClient> byId = [];
    private readonly Dictionary<string, List<RelayClient>> rooms = [];
    private readonly Dictionary<string, TickingRoom> ticking = [];

    /// <summary>Serves until the process ends.</summary>
    internal void Run(int port)
    {
        var listener = Tcp.Listen(port);
        epoll.Watch(listener, ListenerKey);
        while (true)
        {
            var ready = epoll.Wait(ticking.Count == 0 ? -1 : 1);
            for (var i = 0; i < ready; i++)
            {
                var key = epoll.Key(i);
                if (key == ListenerKey)
                    AcceptAll(listener);
                else if (clients.TryGetValue(key, out var client))
                    Serve(client);
            }
            foreach (var room in ticking.Values)
                room.Tell(Clock.Now, outgoing, Send);
        }
    }

    public void Dispose()
    {
        epoll.Dispose();
        NativeMemory.Free(received);
    }

    private void AcceptAll(int listener)
    {
        for (var fd = Tcp.Accept(listener); fd >= 0; fd = Tcp.Accept(listener))
        {
            clients[fd] = new RelayClient(fd);
            epoll.Watch(fd, fd);
        }
    }

    private void Serve(RelayClient client)
    {
        client.Carry.CopyTo(new Span<byte>(received, BufferSize));
        var count = (int)Libc.Receive(
            client.Fd, received + client.Carry.Length, (nuint)(BufferSize - client.Carry.Length), Libc.DontWait);
        if (count <= 0)
        {
            Drop(client);
            return;
        }
        var data = new Span<byte>(received, client.Carry.Length + count);
        var rest = client.Open ? Relay(client, data) : Greet(client, data);
        if (rest.Length > 0 || client.Carry.Length > 0)
            client.Carry = rest.ToArray();
    }

    private Span<byte> Greet(RelayClient client, Span<byte> data)
    {
        var end = data.IndexOf("\r\n\r\n"u8);
        if (end < 0)
            return data;
        var answer = RelayUpgrade.Accept(client, Encoding.ASCII.GetString(data[..(end + 2)]));
        Register(client);
        answer.CopyTo(outgoing, 0);
        var hello = FrameWriter.Server(outgoing.AsSpan(answer.Length), Opcode.Text, "{\"type\":\"open\"}"u8);
        Send(client, answer.Length + hello);
        return data[(end + 4)..];
    }

    private void Register(RelayClient client)
    {
        client.Open = true;
        byId[client.Id] = client;
        if (client.RoomId.Length == 0)
            return;
        if (client.Ticks)
        {
            if (!ticking.TryGetValue(client.RoomId, out var ticks))
                ticking[client.RoomId] = ticks = new TickingRoom();
            ticks.Add(client);
            client.Ticking = ticks;
            return;
        }
        if (!rooms.TryGetValue(client.RoomId, out var room))
            rooms[client.RoomId] = room = [];
        room.Add(client);
        client.Room = room;
    }

    /// <summary>Hands on all the whole frames of one read, in one write to each who gets them.</summary>
    private Span<byte> Relay(RelayClient client, Span<byte> data)
    {
        var scanner = new FrameScanner(data);
        var length = 0;
        while (scanner.MoveNext())
        {
            if (client.Ticking is { } room)
                room.Take(client, scanner.Payload);
            else if (scanner.Opcode is Opcode.Text or Opcode.Binary)
                length += FrameWriter.Server(outgoing.AsSpan(length), scanner.Opcode, scanner.Payload);
        }
        if (length > 0)
            Deliver(client, length);
        return scanner.Rest;
    }

    private void Deliver(RelayClient client, int length)
    {
        if (client.Room is null)
        {
            client.Partner ??= byId.GetValueOrDefault(client.To);
            if (client.Partner is { } partner)
                Send(partner, length);
            return;
        }
        foreach (var member in client.Room)
        {
            if (member != client)
                Send(member, length);
        }
    }

    private void Send(RelayClient client, int length)
    {
        fixed (byte* start = outgoing)
        {
            // A short write breaks the stream; the load generator notices at once that messages are missing.
            _ = Libc.Send(client.Fd, start, (nuint)length, Libc.DontWait | Libc.NoSignal);
        }
    }

    private void Drop(RelayClient client)
    {
        clients.Remove(client.Fd);
        byId.Remove(client.Id);
        client.Room?.Remove(client);
        _ = Libc.Close(client.Fd);
    }
}
