using System.Buffers;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;

namespace Parley.WebSockets.Transport.Managed;

/// <summary>A connection on a socket of the runtime's.</summary>
internal sealed class ManagedConnection : TcpConnection
{
    private static readonly Action AlreadyArrived = () => { };

    private readonly ManagedSocket socket;
    private Task receiving = Task.CompletedTask;
    private Action? arrival;

    public ManagedConnection(ManagedSocket socket, MemoryPool<byte> pool)
        : base(socket, pool)
    {
        this.socket = socket;
        LocalEndPoint = socket.Socket.LocalEndPoint;
        RemoteEndPoint = socket.Socket.RemoteEndPoint;
    }

    public void Start() => receiving = ReceiveAsync();

    /// <summary>Calls <paramref name="successor"/> once, when something arrives on the socket that was taken over, or its end.</summary>
    public void OnArrival(Action successor)
    {
        if (Interlocked.CompareExchange(ref arrival, successor, null) is not null) successor();
    }

    public override void Abort(ConnectionAbortedException abortReason)
    {
        if (!IsTakenOver) socket.Cut();
    }

    protected override IFrameInput TakenInput(byte[] early) => new ManagedFrameInput(socket, this, early);

    protected override ValueTask ReceivedAsync() => new(receiving);

    private async Task ReceiveAsync()
    {
        Exception? broken = null;
        try
        {
            while (true)
            {
                await ArrivalAsync().ConfigureAwait(false);
                if (!TryBeginDelivery())
                {
                    Interlocked.Exchange(ref arrival, AlreadyArrived)?.Invoke();
                    return;
                }

                var length = await socket.Socket.ReceiveAsync(ReceiveBuffer(), SocketFlags.None).ConfigureAwait(false);
                if (length == 0) break;
                var delivered = await DeliverAsync(length).ConfigureAwait(false);
                if (delivered.IsCompleted && !IsTakenOver) break;
                EndDelivery();
            }
        }
        catch (SocketException reset)
        {
            broken = new ConnectionResetException(reset.Message, reset);
        }
        catch (ObjectDisposedException)
        {
            broken = new ConnectionAbortedException();
        }

        EndReceived(broken);
    }

    /// <summary>Waits without a buffer until there is something to read, be it the end.</summary>
    private async ValueTask ArrivalAsync()
    {
        try
        {
            await socket.Socket.ReceiveAsync(Memory<byte>.Empty, SocketFlags.None).ConfigureAwait(false);
        }
        catch (Exception ended) when (ended is SocketException or ObjectDisposedException)
        {
            // Whoever reads next finds the same.
        }
    }
}
