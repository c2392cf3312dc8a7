using System.Net.Sockets;

namespace Parley.WebSockets.Transport.Managed;

/// <summary>A socket of the runtime's.</summary>
internal sealed class ManagedSocket : ITcpSocket
{
    public ManagedSocket(Socket socket)
    {
        Socket = socket;
        try
        {
            // Of the synchronous calls alone: they are to say that the kernel's buffer is full, not to wait for it.
            socket.Blocking = false;
        }
        catch (ObjectDisposedException)
        {
            // Gone already; the first send says so.
        }
    }

    public Socket Socket { get; }

    public int Send(ReadOnlySpan<byte> bytes)
    {
        try
        {
            var sent = Socket.Send(bytes, SocketFlags.None, out var error);
            return error switch { SocketError.Success => sent, SocketError.WouldBlock => 0, _ => -1 };
        }
        catch (ObjectDisposedException)
        {
            return -1;
        }
    }

    public async ValueTask<bool> SendAsync(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            while (!bytes.IsEmpty) bytes = bytes[await Socket.SendAsync(bytes, SocketFlags.None).ConfigureAwait(false)..];
            return true;
        }
        catch (Exception gone) when (gone is SocketException or ObjectDisposedException)
        {
            return false;
        }
    }

    public void ShutdownReceive() => Shutdown(SocketShutdown.Receive);

    /// <remarks>Ends whatever waits for the socket.</remarks>
    public void Cut()
    {
        Shutdown(SocketShutdown.Both);
        Socket.Dispose();
    }

    private void Shutdown(SocketShutdown how)
    {
        try
        {
            Socket.Shutdown(how);
        }
        catch (Exception gone) when (gone is SocketException or ObjectDisposedException)
        {
            // Then there is nothing to shut down.
        }
    }
}
