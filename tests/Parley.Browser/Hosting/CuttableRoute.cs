using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Parley.Browser.Hosting;

/// <summary>
/// A way to a server that can be cut: a page's own <c>close</c> is a goodbye, and only somebody between the two can take
/// the connection from both without one.
/// </summary>
internal sealed class CuttableRoute : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentBag<Socket> sockets = [];
    private readonly Func<Task<Socket>> connect;
    private readonly Task accepting;

    public CuttableRoute(ParleyProcess server)
        : this(() => ConnectAsync(new Uri(server.Address).Port))
    {
    }

    /// <param name="connect">Connects with the server.</param>
    public CuttableRoute(Func<Task<Socket>> connect)
    {
        this.connect = connect;
        listener.Start();
        Port = ((IPEndPoint)listener.LocalEndpoint).Port;
        Address = $"http://127.0.0.1:{Port}";
        accepting = AcceptAsync();
    }

    /// <summary>Where it begins, on 127.0.0.1.</summary>
    public int Port { get; }

    /// <summary>Whether new connections are let through; those that are not end at once.</summary>
    public bool Open { get; set; } = true;

    /// <summary>The server's, by this way. Without a slash at the end.</summary>
    public string Address { get; }

    /// <summary>Ends all connections at once, as a network does that is gone. New ones are let through, unless it is not <see cref="Open"/>.</summary>
    public void Cut()
    {
        while (sockets.TryTake(out var socket)) Reset(socket);
    }

    public async ValueTask DisposeAsync()
    {
        listener.Dispose();
        Cut();
        await accepting;
    }

    private async Task AcceptAsync()
    {
        List<Task> relays = [];
        try
        {
            while (true)
            {
                var client = await listener.AcceptSocketAsync();
                sockets.Add(client);
                relays.Add(RelayAsync(client));
            }
        }
        catch (Exception ended) when (ended is SocketException or ObjectDisposedException)
        {
            Cut();
            await Task.WhenAll(relays);
        }
    }

    private async Task RelayAsync(Socket client)
    {
        try
        {
            if (!Open) throw new SocketException((int)SocketError.ConnectionReset);
            var server = await connect();
            sockets.Add(server);
            await Task.WhenAll(CopyAsync(client, server), CopyAsync(server, client));
        }
        catch (SocketException)
        {
            Reset(client); // the server does not listen
        }
    }

    private static async Task<Socket> ConnectAsync(int port)
    {
        var server = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await server.ConnectAsync(IPAddress.Loopback, port);
        return server;
    }

    private static async Task CopyAsync(Socket from, Socket to)
    {
        var buffer = new byte[16 * 1024];
        try
        {
            while (await from.ReceiveAsync(buffer) is var count and > 0)
            {
                for (var sent = 0; sent < count;) sent += await to.SendAsync(buffer.AsMemory(sent, count - sent));
            }

            to.Shutdown(SocketShutdown.Send);
        }
        catch (Exception ended) when (ended is SocketException or ObjectDisposedException)
        {
            Reset(to);
        }
    }

    /// <summary>Without a goodbye of TCP either.</summary>
    private static void Reset(Socket socket) => socket.Close(timeout: 0);
}
