using System.Net.WebSockets;
using System.Text;

namespace Parley.Tests.EngineIo;

/// <summary>A WebSocket that answers Engine.IO's pings and otherwise sends what it is told.</summary>
internal sealed class EngineClient(Uri server) : IDisposable
{
    private readonly ClientWebSocket socket = new();
    private readonly byte[] buffer = new byte[64 * 1024];

    public WebSocketCloseStatus? CloseStatus => socket.CloseStatus;

    public string? CloseReason => socket.CloseStatusDescription;

    public Task ConnectAsync(string query) =>
        socket.ConnectAsync(new Uri(server, $"/socket.io/?{query}"), TestContext.Current.CancellationToken);

    public Task SendAsync(string text) => SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text);

    public Task SendAsync(byte[] bytes, WebSocketMessageType type) =>
        socket.SendAsync(bytes, type, true, TestContext.Current.CancellationToken);

    /// <summary>The next message but pings; <c>closed</c> when there is none any more.</summary>
    public async Task<string> ReadAsync()
    {
        while (true)
        {
            var text = await ReadAnyAsync();
            if (text != "2") return text;
            await SendAsync("3");
        }
    }

    public void Dispose() => socket.Dispose();

    private async Task<string> ReadAnyAsync()
    {
        using var message = new MemoryStream();
        WebSocketReceiveResult part;
        do
        {
            part = await socket.ReceiveAsync(buffer, TestContext.Current.CancellationToken);
            if (part.MessageType == WebSocketMessageType.Close) return "closed";
            message.Write(buffer, 0, part.Count);
        }
        while (!part.EndOfMessage);
        return Encoding.UTF8.GetString(message.ToArray());
    }
}
