using System.Buffers;
using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;

namespace Parley.WebSockets.Transport.Managed;

/// <summary>Accepts TCP connections on one address, on sockets of the runtime's.</summary>
internal sealed class ManagedListener(Socket listening, MemoryPool<byte> pool) : IConnectionListener
{
    public EndPoint EndPoint { get; } = listening.LocalEndPoint!;

    public async ValueTask<ConnectionContext?> AcceptAsync(CancellationToken cancellationToken = default)
    {
        while (true)
        {
            try
            {
                var socket = await listening.AcceptAsync(cancellationToken).ConfigureAwait(false);
                if (TryStart(socket) is { } connection) return connection;
            }
            catch (SocketException full) when (full.SocketErrorCode is SocketError.TooManyOpenSockets or SocketError.NoBufferSpaceAvailable)
            {
                await Task.Delay(Descriptors.PauseWhenFull, cancellationToken).ConfigureAwait(false);
            }
            catch (SocketException broken) when (broken.SocketErrorCode != SocketError.OperationAborted)
            {
                // That client has gone again; the next one has not.
            }
            catch (Exception unbound) when (unbound is SocketException or ObjectDisposedException)
            {
                return null;
            }
        }
    }

    public ValueTask UnbindAsync(CancellationToken cancellationToken = default)
    {
        listening.Dispose();
        return default;
    }

    public ValueTask DisposeAsync()
    {
        listening.Dispose();
        pool.Dispose();
        return default;
    }

    /// <summary><c>null</c> when the client has gone meanwhile, or there is no room for it.</summary>
    private ManagedConnection? TryStart(Socket socket)
    {
        try
        {
            if (Descriptors.AreScarce(socket.Handle))
            {
                socket.Dispose();
                return null;
            }

            socket.NoDelay = true;
            var connection = new ManagedConnection(new ManagedSocket(socket), pool);
            connection.Start();
            return connection;
        }
        catch (SocketException)
        {
            socket.Dispose();
            return null;
        }
    }
}
