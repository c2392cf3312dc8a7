using System.Buffers.Text;
using System.Net.WebSockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Peers.Naive;

/// <summary>
/// What Parley does with a client before it counts as connected, in the shortest code there is for it: an HS256 token that
/// comes with the request, then a first message that names the same user, and an answer to it.
/// </summary>
internal sealed class Registration(string key)
{
    private readonly byte[] secret = Encoding.UTF8.GetBytes(key);

    /// <summary>The token's subject, or <c>null</c> when the token is not to be trusted.</summary>
    public string? Subject(string authorization)
    {
        var parts = authorization["Bearer ".Length..].Split('.');
        var signature = HMACSHA256.HashData(secret, Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}"));
        if (!CryptographicOperations.FixedTimeEquals(signature, Base64Url.DecodeFromChars(parts[2]))) return null;

        using var claims = JsonDocument.Parse(Base64Url.DecodeFromChars(parts[1]));
        return claims.RootElement.GetProperty("exp").GetInt64() > DateTimeOffset.UtcNow.ToUnixTimeSeconds()
            ? claims.RootElement.GetProperty("sub").GetString()
            : null;
    }

    /// <summary>Whether the client's first message names the user of its token; it has been answered then.</summary>
    public static async Task<bool> AcceptAsync(WebSocket socket, string subject)
    {
        var buffer = new byte[4096];
        var received = await socket.ReceiveAsync(buffer.AsMemory(), CancellationToken.None);
        using var message = JsonDocument.Parse(buffer.AsMemory(0, received.Count));
        if (message.RootElement.GetProperty("payload").GetProperty("user_id").GetString() != subject) return false;

        await socket.SendAsync(
            "{\"type\":\"register\",\"payload\":{\"status\":\"accepted\"}}"u8.ToArray(), WebSocketMessageType.Text, true,
            CancellationToken.None);
        return true;
    }
}
