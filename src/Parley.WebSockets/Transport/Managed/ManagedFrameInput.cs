using System.Net.Sockets;

namespace Parley.WebSockets.Transport.Managed;

/// <summary>Reads from a socket of the runtime's, which was taken over. See docs/decisions/0006-taking-sockets-over.md.</summary>
internal sealed class ManagedFrameInput : IAwaitedInput
{
    private readonly ManagedSocket socket;
    private ManagedConnection? predecessor;
    private byte[] early;
    private volatile bool stopped;

    /// <param name="socket">What was taken over.</param>
    /// <param name="predecessor">From whom.</param>
    /// <param name="early">What was read from it before.</param>
    public ManagedFrameInput(ManagedSocket socket, ManagedConnection predecessor, byte[] early) =>
        (this.socket, this.predecessor, this.early) = (socket, predecessor, early);

    public Task RunAsync(WebSocketConnection connection)
    {
        if (early.Length > 0) _ = ReadingLoop.RunAsync(this, connection);
        else predecessor!.OnArrival(() => _ = ReadingLoop.RunAsync(this, connection));
        predecessor = null;
        return Task.CompletedTask;
    }

    public ValueTask<int> WaitAsync() =>
        early.Length > 0 ? new(early.Length) : socket.Socket.ReceiveAsync(Memory<byte>.Empty, SocketFlags.None);

    public bool Read(WebSocketConnection connection)
    {
        if (stopped) return false;
        if (early.Length > 0)
        {
            var first = early;
            early = [];
            return connection.TakePart(first);
        }

        var buffer = ReadBuffer.Take();
        try
        {
            var length = socket.Socket.Receive(buffer, SocketFlags.None, out var error);
            return error == SocketError.WouldBlock
                || (error == SocketError.Success && length > 0 && connection.TakePart(buffer.AsSpan(0, length)));
        }
        catch (ObjectDisposedException)
        {
            return false;
        }
        finally
        {
            ReadBuffer.GiveBack(buffer);
        }
    }

    public void Stop()
    {
        stopped = true;
        socket.ShutdownReceive();
    }

    public void Abort() => socket.Cut();

    public void End() => socket.Cut();
}
