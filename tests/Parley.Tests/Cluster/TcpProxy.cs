using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Parley.Tests.Cluster;

/// <summary>A way to a port of 127.0.0.1 that can be cut without either end being told, and healed.</summary>
internal sealed class TcpProxy : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentBag<Socket> sockets = [];
    private readonly ConcurrentBag<Socket> targets = [];
    private readonly CancellationTokenSource stopping = new();
    private readonly int target;
    private readonly Task accepting;
    private volatile bool cut;
    private volatile TaskCompletionSource? held;

    public TcpProxy(int target)
    {
        this.target = target;
        listener.Start();
        accepting = AcceptAsync();
    }

    public string Port => ((IPEndPoint)listener.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture);

    /// <summary>Nothing goes through any more, in either direction; connections stay.</summary>
    public void Cut() => cut = true;

    /// <summary>What goes through is held up, until it may <see cref="Go"/> on; nothing is lost.</summary>
    public void Hold() => held = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Go()
    {
        var waiting = held;
        held = null;
        waiting?.SetResult();
    }

    /// <summary>The target learns that it is cut; whoever connected to it does not.</summary>
    public void TellTarget()
    {
        while (targets.TryTake(out var socket)) socket.Close();
    }

    /// <summary>What was connected is reset, and what connects from now on gets through.</summary>
    public void Heal()
    {
        while (sockets.TryTake(out var socket)) socket.Close();
        cut = false;
    }

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        Go();
        listener.Stop();
        await accepting;
        while (sockets.TryTake(out var socket)) socket.Close();
        stopping.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                var near = await listener.AcceptSocketAsync(stopping.Token);
                var far = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
                near.NoDelay = true;
                sockets.Add(near);
                sockets.Add(far);
                targets.Add(far);
                await far.ConnectAsync(IPAddress.Loopback, target, stopping.Token);
                _ = CopyAsync(near, far);
                _ = CopyAsync(far, near);
            }
            catch (Exception failure) when (failure is OperationCanceledException or SocketException or ObjectDisposedException)
            {
                // The next one, or none.
            }
        }
    }

    private async Task CopyAsync(Socket from, Socket to)
    {
        var buffer = new byte[64 * 1024];
        try
        {
            while (await from.ReceiveAsync(buffer) is > 0 and var count)
            {
                if (held is { } hold) await hold.Task;
                // What is under way when the way is cut is lost, and an end that ends is not told either.
                if (!cut) await to.SendAsync(buffer.AsMemory(0, count));
            }

            if (!cut) to.Shutdown(SocketShutdown.Send);
        }
        catch (Exception failure) when (failure is SocketException or ObjectDisposedException)
        {
            if (!cut) to.Close();
        }
    }
}
