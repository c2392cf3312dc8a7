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
    private readonly int port;
    private readonly Task accepting;

    public CuttableRoute(ParleyProcess server)
    {
        port = new Uri(server.Address).Port;
        listener.Start();
        Address = $"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}";
        accepting = AcceptAsync();
    }

    /// <summary>The server's, by this way. Without a slash at the end.</summary>
    public string Address { get; }

    /// <summary>Ends all connections at once, as a network does that is gone. New ones are let through.</summary>
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
                var server = new Socket(SocketType.Stream, ProtocolType.Tcp);
                await server.ConnectAsync(IPAddress.Loopback, port);
                sockets.Add(client);
                sockets.Add(server);
                relays.Add(CopyAsync(client, server));
                relays.Add(CopyAsync(server, client));
            }
        }
        catch (Exception ended) when (ended is SocketException or ObjectDisposedException)
        {
            Cut();
            await Task.WhenAll(relays);
        }
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
