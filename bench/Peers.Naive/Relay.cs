using System.Collections.Concurrent;
using System.Net.WebSockets;

namespace Peers.Naive;

/// <summary>Hands messages on, one <c>WebSocket.SendAsync</c> a frame.</summary>
internal sealed class Relay
{
    private readonly ConcurrentDictionary<string, Client> clients = [];
    private readonly ConcurrentDictionary<string, ConcurrentDictionary<string, Client>> rooms = [];

    public async Task ServeAsync(WebSocket socket, string id, string to, string room)
    {
        using var client = new Client(socket);
        var members = room.Length == 0 ? null : rooms.GetOrAdd(room, _ => []);
        clients[id] = client;
        members?.TryAdd(id, client);
        try
        {
            await client.SendAsync("{\"type\":\"open\"}"u8.ToArray(), WebSocketMessageType.Text);
            await ReceiveAsync(socket, (message, type) =>
                members is null ? ToPartnerAsync(to, message, type) : ToRoomAsync(members, client, message, type));
        }
        catch (Exception error) when (error is WebSocketException or OperationCanceledException)
        {
            // The client went away without a close.
        }
        finally
        {
            clients.TryRemove(id, out _);
            members?.TryRemove(id, out _);
        }
    }

    private static async Task ReceiveAsync(
        WebSocket socket, Func<ReadOnlyMemory<byte>, WebSocketMessageType, Task> deliver)
    {
        var buffer = new byte[4096];
        while (true)
        {
            var length = 0;
            ValueWebSocketReceiveResult result;
            do
            {
                result = await socket.ReceiveAsync(buffer.AsMemory(length), CancellationToken.None);
                length += result.Count;
            }
            while (!result.EndOfMessage && length < buffer.Length);
            if (result.MessageType == WebSocketMessageType.Close)
                return;
            await deliver(buffer.AsMemory(0, length), result.MessageType);
        }
    }

    private async Task ToPartnerAsync(string to, ReadOnlyMemory<byte> message, WebSocketMessageType type)
    {
        if (clients.TryGetValue(to, out var partner))
            await partner.SendAsync(message, type);
    }

    private static async Task ToRoomAsync(
        ConcurrentDictionary<string, Client> members,
        Client sender,
        ReadOnlyMemory<byte> message,
        WebSocketMessageType type)
    {
        foreach (var (_, member) in members)
        {
            if (member != sender)
                await member.SendAsync(message, type);
        }
    }
}
