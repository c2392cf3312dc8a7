using System.Net.Sockets;

namespace Parley.WebSockets.Transport;

/// <summary>Ends TCP connections.</summary>
internal static class TcpEnd
{
    /// <summary>Sends what the kernel still has, and takes nothing more. Ends whatever waits for the socket.</summary>
    public static void Cut(Socket socket)
    {
        try
        {
            socket.Shutdown(SocketShutdown.Both);
        }
        catch (Exception gone) when (gone is SocketException or ObjectDisposedException)
        {
            // Then there is nothing to shut down.
        }

        socket.Dispose();
    }
}
