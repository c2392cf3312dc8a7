using System.Text;

namespace Parley.Bench.WebSockets;

/// <summary>The opening handshake of RFC 6455 section 4, from the client's side.</summary>
internal static class Upgrade
{
    private static ReadOnlySpan<byte> End => "\r\n\r\n"u8;

    /// <param name="target">Path and query.</param>
    /// <param name="token">Sent as Bearer, as a native client does.</param>
    internal static byte[] Request(string target, string? token = null) => Encoding.ASCII.GetBytes(
        $"GET {target} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n" +
        (token is null ? "" : $"Authorization: Bearer {token}\r\n") +
        "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n");

    /// <summary>Looks for the whole answer at the start of what was received.</summary>
    /// <returns>Its length, or 0 when more is to come.</returns>
    /// <exception cref="BenchException">The server refused.</exception>
    internal static int Response(ReadOnlySpan<byte> received)
    {
        var end = received.IndexOf(End);
        if (end < 0)
            return 0;
        if (!received.StartsWith("HTTP/1.1 101 "u8))
        {
            var answer = received[..Math.Min(received.Length, 600)];
            throw new BenchException($"the upgrade was refused: {Encoding.UTF8.GetString(answer)}");
        }
        return end + End.Length;
    }
}
