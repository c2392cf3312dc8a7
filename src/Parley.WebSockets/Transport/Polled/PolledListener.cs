using System.Buffers;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Microsoft.AspNetCore.Connections;

namespace Parley.WebSockets.Transport.Polled;

/// <summary>Accepts TCP connections on one address, and hands their sockets to the loops in turn.</summary>
internal sealed class PolledListener : IConnectionListener, IPolled
{
    /// <summary>After so many in a row those who are connected get their turn.</summary>
    private const int MostInARow = 64;

    private readonly Socket listening;
    private readonly MemoryPool<byte> pool;
    private readonly SocketLoop loop = SocketLoops.Next();
    private readonly int descriptor;
    private readonly long key;
    private readonly bool everyAddress;
    private TaskCompletionSource? arrival;
    private int inARow;

    /// <param name="listening">Bound, and listening.</param>
    /// <param name="pool">Where HTTP's buffers come from.</param>
    public PolledListener(Socket listening, MemoryPool<byte> pool)
    {
        (this.listening, this.pool) = (listening, pool);
        listening.Blocking = false;
        // What is accepted inherits it.
        listening.NoDelay = true;
        var bound = (IPEndPoint)listening.LocalEndPoint!;
        EndPoint = bound;
        everyAddress = bound.Address.Equals(IPAddress.Any) || bound.Address.Equals(IPAddress.IPv6Any);
        descriptor = (int)listening.Handle;
        if (!loop.TryAdd(descriptor, this, out key)) throw new IOException($"No more sockets can be polled: {bound} is not served.");
    }

    private enum Attempt
    {
        Accepted,
        NobodyWaits,
        Full,
        Unbound,
    }

    public EndPoint EndPoint { get; }

    public async ValueTask<ConnectionContext?> AcceptAsync(CancellationToken cancellationToken = default)
    {
        while (true)
        {
            if (inARow == MostInARow) await ArrivalAsync().ConfigureAwait(false);
            inARow++;
            switch (TryAccept(out var connection))
            {
                case Attempt.Accepted when connection is not null:
                    return connection;
                case Attempt.NobodyWaits:
                    await ArrivalAsync().ConfigureAwait(false);
                    break;
                case Attempt.Full:
                    await Task.Delay(Descriptors.PauseWhenFull, cancellationToken).ConfigureAwait(false);
                    break;
                case Attempt.Unbound:
                    return null;
            }
        }
    }

    public ValueTask UnbindAsync(CancellationToken cancellationToken = default)
    {
        loop.Remove(key);
        listening.Dispose();
        TellArrival();
        return default;
    }

    public async ValueTask DisposeAsync()
    {
        await UnbindAsync().ConfigureAwait(false);
        pool.Dispose();
    }

    void IPolled.OnReady(uint events) => TellArrival();

    void IPolled.OnFailure(Exception failure) => TellArrival();

    private static Attempt Failed(int error) => error switch
    {
        Libc.TryAgain => Attempt.NobodyWaits,
        Libc.FullProcess or Libc.FullTable or Libc.NoBuffers or Libc.NoMemory => Attempt.Full,
        Libc.BadDescriptor or Libc.NotListening => Attempt.Unbound,
        // That client has gone again; the next one has not.
        _ => Attempt.Accepted,
    };

    /// <summary>Waits until somebody is to be accepted, be it now; goes on on the loop's thread.</summary>
    private Task ArrivalAsync()
    {
        inARow = 0;
        var told = new TaskCompletionSource();
        Volatile.Write(ref arrival, told);
        if (TryUse())
        {
            loop.Ask(descriptor, key);
            listening.SafeHandle.DangerousRelease();
        }
        else
        {
            TellArrival();
        }

        return told.Task;
    }

    private void TellArrival() => Interlocked.Exchange(ref arrival, null)?.TrySetResult();

    /// <param name="connection"><c>null</c> also when that client has gone meanwhile, or there is no room for it.</param>
    private unsafe Attempt TryAccept(out PolledConnection? connection)
    {
        connection = null;
        if (!TryUse()) return Attempt.Unbound;

        var address = stackalloc byte[SocketAddress.MaxLength];
        uint length = SocketAddress.MaxLength;
        var accepted = Libc.Accept(descriptor, address, &length, Libc.NonBlocking | Libc.CloseOnExec);
        var error = Marshal.GetLastPInvokeError();
        listening.SafeHandle.DangerousRelease();
        if (accepted < 0) return Failed(error);

        connection = Start(accepted, SocketAddress.Read(new ReadOnlySpan<byte>(address, SocketAddress.MaxLength)));
        return Attempt.Accepted;
    }

    private PolledConnection? Start(int accepted, IPEndPoint remote)
    {
        var socket = new PolledSocket(accepted, SocketLoops.Next());
        if (!Descriptors.AreScarce(accepted))
        {
            var connection = new PolledConnection(socket, LocalOf(accepted), remote, pool);
            if (socket.TryStart(connection)) return connection;
        }

        socket.Cut();
        return null;
    }

    private unsafe EndPoint LocalOf(int accepted)
    {
        if (!everyAddress) return EndPoint;
        var address = stackalloc byte[SocketAddress.MaxLength];
        uint length = SocketAddress.MaxLength;
        return Libc.LocalAddress(accepted, address, &length) == 0
            ? SocketAddress.Read(new ReadOnlySpan<byte>(address, SocketAddress.MaxLength))
            : EndPoint;
    }

    /// <summary>Whether the descriptor is still this listener's; then it stays so until it is released.</summary>
    private bool TryUse()
    {
        try
        {
            var held = false;
            listening.SafeHandle.DangerousAddRef(ref held);
            return held;
        }
        catch (ObjectDisposedException)
        {
            return false;
        }
    }
}
