using System.Net.WebSockets;

namespace Peers.Naive;

/// <summary>A socket and its turn to send: a WebSocket allows one send at a time.</summary>
internal sealed class Client(WebSocket socket) : IDisposable
{
    private readonly SemaphoreSlim turn = new(1, 1);

    public async ValueTask SendAsync(ReadOnlyMemory<byte> message, WebSocketMessageType type)
    {
        await turn.WaitAsync();
        try
        {
            if (socket.State == WebSocketState.Open)
                await socket.SendAsync(message, type, endOfMessage: true, CancellationToken.None);
        }
        finally
        {
            turn.Release();
        }
    }

    public void Dispose() => turn.Dispose();
}
