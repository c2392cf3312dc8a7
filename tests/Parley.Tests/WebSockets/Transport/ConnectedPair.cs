using System.Net;
using System.Net.Sockets;
using Parley.WebSockets.Transport;
using Parley.WebSockets.Transport.Managed;
using Parley.WebSockets.Transport.Polled;

namespace Parley.Tests.WebSockets.Transport;

/// <summary>A client's socket, and the server's end of it.</summary>
internal static class ConnectedPair
{
    public static (Socket Client, ITcpSocket Server) Make(bool polled)
    {
        var (client, server) = MakeSockets();
        if (!polled) return (client, new ManagedSocket(server));

        var socket = Polled(server, SocketLoops.Next());
        socket.TryStart(new RecordingReader()).ShouldBeTrue();
        return (client, socket);
    }

    /// <summary>One that <paramref name="loop"/> will poll.</summary>
    public static (Socket Client, PolledSocket Server) Make(SocketLoop loop)
    {
        var (client, server) = MakeSockets();
        return (client, Polled(server, loop));
    }

    private static PolledSocket Polled(Socket server, SocketLoop loop)
    {
        server.Blocking = false;
        var descriptor = (int)server.Handle;
        // From here on it is not the runtime's to close.
        server.SafeHandle.SetHandleAsInvalid();
        return new PolledSocket(descriptor, loop);
    }

    private static (Socket Client, Socket Server) MakeSockets()
    {
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen();
        var client = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        client.Connect(listener.LocalEndPoint!);
        return (client, listener.Accept());
    }
}
