using System.Net.Sockets;
using System.Text;
using Parley.Core.Messages;

namespace Parley.Tests.Wire;

/// <summary>A client that registers and then never reads again.</summary>
internal sealed class StoppedSocket : IDisposable
{
    private readonly Socket socket;

    private StoppedSocket(Socket socket) => this.socket = socket;

    public static async Task<StoppedSocket> RegisterAsync(Uri server, string user)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = 4096 };
        await socket.ConnectAsync(server.Host, server.Port);
        await socket.SendAsync(Encoding.ASCII.GetBytes(
            $"GET /direct HTTP/1.1\r\nHost: {server.Authority}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
            + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n"));
        var answer = new byte[4096];
        await socket.ReceiveAsync(answer);
        await socket.SendAsync(TestSocket.Encode(
            FrameOpcode.Text, Encoding.UTF8.GetBytes($$$"""{"type":"register","payload":{"user_id":"{{{user}}}"}}""")));
        await socket.ReceiveAsync(answer);
        return new StoppedSocket(socket);
    }

    public void Dispose() => socket.Dispose();
}
