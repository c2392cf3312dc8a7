using System.Security.Cryptography;
using System.Text;

namespace Parley.Bench.Limit;

/// <summary>The opening handshake of RFC 6455 section 4, from the server's side.</summary>
internal static class RelayUpgrade
{
    private const string Guid = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    /// <summary>Reads the request's id, to, room and ticks into the client, and returns the answer.</summary>
    internal static byte[] Accept(RelayClient client, string request)
    {
        var target = request.Split(' ', 3)[1];
        foreach (var pair in target[(target.IndexOf('?', StringComparison.Ordinal) + 1)..].Split('&'))
        {
            var value = pair[(pair.IndexOf('=', StringComparison.Ordinal) + 1)..];
            if (pair.StartsWith("id=", StringComparison.Ordinal))
                client.Id = value;
            else if (pair.StartsWith("to=", StringComparison.Ordinal))
                client.To = value;
            else if (pair.StartsWith("room=", StringComparison.Ordinal))
                client.RoomId = value;
            else if (pair == "ticks=1")
                client.Ticks = true;
        }
        return Encoding.ASCII.GetBytes(
            "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n" +
            $"Sec-WebSocket-Accept: {Proof(Header(request, "Sec-WebSocket-Key:"))}\r\n\r\n");
    }

    private static string Header(string request, string name)
    {
        var start = request.IndexOf(name, StringComparison.OrdinalIgnoreCase) + name.Length;
        return request[start..request.IndexOf('\r', start)].Trim();
    }

#pragma warning disable CA5350 // SHA-1 is what RFC 6455 section 4.2.2 asks for; nothing is secured by it.
    private static string Proof(string key) =>
        Convert.ToBase64String(SHA1.HashData(Encoding.ASCII.GetBytes(key + Guid)));
#pragma warning restore CA5350
}
