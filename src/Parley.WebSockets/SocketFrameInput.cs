using System.Net.Sockets;
using Parley.WebSockets.Transport;

namespace Parley.WebSockets;

/// <summary>
/// Reads from a socket, into a buffer that each thread has one of: it is in the processor's cache, and an idle connection
/// holds nothing. See docs/decisions/0006-taking-sockets-over.md.
/// </summary>
internal sealed class SocketFrameInput : IFrameInput
{
    /// <summary>A read takes no more; what is left comes with the next.</summary>
    private const int BytesARead = 64 * 1024;

    [ThreadStatic]
    private static byte[]? idle;

    private readonly Socket socket;
    private TcpConnection? predecessor;
    private byte[] early;
    private volatile bool stopped;

    /// <param name="predecessor">Whose socket was taken over.</param>
    /// <param name="early">What was read from it before.</param>
    public SocketFrameInput(TcpConnection predecessor, byte[] early) =>
        (socket, this.predecessor, this.early) = (predecessor.Socket, predecessor, early);

    public Task RunAsync(Func<Task> loop)
    {
        if (early.Length > 0) _ = loop();
        else predecessor!.OnArrival(() => _ = loop());
        predecessor = null;
        return Task.CompletedTask;
    }

    public ValueTask<int> WaitAsync() =>
        early.Length > 0 ? new(early.Length) : socket.ReceiveAsync(Memory<byte>.Empty, SocketFlags.None);

    public bool Read(WebSocketConnection connection)
    {
        if (stopped) return false;
        if (early.Length > 0)
        {
            var first = early;
            early = [];
            return connection.TakePart(first);
        }

        // Taken, not shared: what is read may lead to another connection's read on this very stack.
        var buffer = idle ?? GC.AllocateUninitializedArray<byte>(BytesARead);
        idle = null;
        try
        {
            var length = socket.Receive(buffer, SocketFlags.None, out var error);
            return error == SocketError.WouldBlock
                || (error == SocketError.Success && length > 0 && connection.TakePart(buffer.AsSpan(0, length)));
        }
        catch (ObjectDisposedException)
        {
            return false;
        }
        finally
        {
            idle = buffer;
        }
    }

    public void Stop()
    {
        stopped = true;
        try
        {
            socket.Shutdown(SocketShutdown.Receive);
        }
        catch (Exception gone) when (gone is SocketException or ObjectDisposedException)
        {
            // Then nothing waits.
        }
    }

    public void Abort() => TcpEnd.Cut(socket);

    public void End() => TcpEnd.Cut(socket);
}
