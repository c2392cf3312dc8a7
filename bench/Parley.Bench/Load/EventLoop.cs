using System.Runtime.InteropServices;
using Parley.Bench.Net;

namespace Parley.Bench.Load;

/// <summary>All the clients of one measurement, on one thread and one epoll set.</summary>
internal sealed unsafe class EventLoop(int port, CancellationToken stop) : IDisposable
{
    private const int BufferSize = 256 * 1024;
    private readonly Epoll epoll = new();
    private readonly byte* buffer = (byte*)NativeMemory.Alloc(BufferSize);
    private readonly List<Client> clients = [];
    private readonly List<(Client Client, Connection Connection)> watched = [];

    internal IReadOnlyList<Client> Clients => clients;

    /// <summary>Connects a client and sends its first request.</summary>
    internal Client Connect(ClientPlan plan)
    {
        var connections = new Connection[plan.PollingTarget is null ? 1 : 2];
        for (var i = 0; i < connections.Length; i++)
            connections[i] = new Connection(plan.Port ?? port);
        Client client = plan.PollingTarget is null
            ? new WebSocketClient(clients.Count, plan, connections[0])
            : new PollingClient(clients.Count, plan, connections[0], connections[1]);
        clients.Add(client);
        foreach (var connection in connections)
        {
            epoll.Watch(connection.Fd, watched.Count);
            watched.Add((client, connection));
        }
        client.Open();
        return client;
    }

    /// <summary>Handles what has arrived; waits for it at most <paramref name="milliseconds"/>.</summary>
    /// <returns>How many connections had something to read.</returns>
    internal int Poll(IClientEvents events, int milliseconds)
    {
        stop.ThrowIfCancellationRequested();
        var ready = epoll.Wait(milliseconds);
        for (var i = 0; i < ready; i++)
        {
            var (client, connection) = watched[epoll.Key(i)];
            client.Receive(connection, new Span<byte>(buffer, BufferSize), events);
        }
        return ready;
    }

    /// <summary>Handles what arrives for a while, whatever it is.</summary>
    internal void Idle(TimeSpan span)
    {
        for (var end = Clock.In(span); Clock.Now < end;)
            Poll(Ignore.Events, 20);
    }

    /// <summary>Waits until nothing has arrived for 200 ms: joins have been announced, greetings are over.</summary>
    internal void Quiet()
    {
        var deadline = Clock.In(TimeSpan.FromSeconds(10));
        while (Poll(Ignore.Events, 200) > 0)
        {
            if (Clock.Now > deadline)
                throw new BenchException("the server would not fall silent within 10 s");
        }
    }

    /// <summary>Resets every connection.</summary>
    internal void Drop()
    {
        foreach (var client in clients)
            client.Dispose();
        clients.Clear();
        watched.Clear();
    }

    public void Dispose()
    {
        Drop();
        epoll.Dispose();
        NativeMemory.Free(buffer);
    }

    private sealed class Ignore : IClientEvents
    {
        internal static readonly Ignore Events = new();

        public void OnRegistered(Client client)
        {
        }

        public void OnMessage(Client client, ReadOnlySpan<byte> payload)
        {
        }
    }
}
