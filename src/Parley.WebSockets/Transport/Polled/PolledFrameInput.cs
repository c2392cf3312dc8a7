using Parley.Core.Sessions;

namespace Parley.WebSockets.Transport.Polled;

/// <summary>Reads from a polled socket, which was taken over: each time the loop says so, without being asked.</summary>
/// <param name="socket">What was taken over.</param>
/// <param name="early">What was read from it before.</param>
internal sealed class PolledFrameInput(PolledSocket socket, byte[] early) : IFrameInput, IPolledReader
{
    private byte[] early = early;
    private WebSocketConnection? connection;
    private volatile bool stopped;

    public Task RunAsync(WebSocketConnection connection)
    {
        this.connection = connection;
        // Before the loop may come with what follows it.
        if (early.Length == 0 || TakeEarly()) socket.ReadBy(this);
        return Task.CompletedTask;
    }

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
            var length = socket.Receive(buffer);
            return length == 0 || (length > 0 && connection.TakePart(buffer.AsSpan(0, length)));
        }
        finally
        {
            ReadBuffer.GiveBack(buffer);
        }
    }

    void IPolledReader.OnReadable() => Take();

    void IPolledReader.OnFailure(Exception failure) => Abort();

    public void Stop()
    {
        stopped = true;
        socket.ShutdownReceive();
    }

    public void Abort()
    {
        stopped = true;
        socket.Shutdown();
    }

    public void End() => socket.Cut();

    private bool TakeEarly()
    {
        FlushBatch.Begin();
        try
        {
            return Take();
        }
        finally
        {
            FlushBatch.End();
        }
    }

    private bool Take()
    {
        if (connection!.TryTake()) return true;
        socket.ReadBy(null);
        _ = connection.EndAsync();
        return false;
    }
}
