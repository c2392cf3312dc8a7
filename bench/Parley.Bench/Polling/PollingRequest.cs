using System.Buffers;
using System.Buffers.Text;
using System.Text;

namespace Parley.Bench.Polling;

/// <summary>The requests of a client that polls. HTTP/1.1 keeps the connection open by itself.</summary>
internal static class PollingRequest
{
    /// <param name="target">Path and query.</param>
    internal static byte[] Get(string target) => Encoding.ASCII.GetBytes(Head("GET", target) + "\r\n");

    /// <summary>A POST up to the number that is the length of its body.</summary>
    /// <param name="target">Path and query.</param>
    internal static byte[] PostHead(string target) => Encoding.ASCII.GetBytes(
        Head("POST", target) + "Content-Type: text/plain;charset=UTF-8\r\nContent-Length: ");

    /// <summary>Writes a whole POST.</summary>
    internal static void WritePost(ArrayBufferWriter<byte> target, ReadOnlySpan<byte> head, ReadOnlySpan<byte> body)
    {
        target.Write(head);
        Utf8Formatter.TryFormat(body.Length, target.GetSpan(16), out var digits);
        target.Advance(digits);
        target.Write("\r\n\r\n"u8);
        target.Write(body);
    }

    private static string Head(string method, string target) =>
        $"{method} {target} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: keep-alive\r\nUser-Agent: Mozilla/5.0\r\n" +
        "Accept: */*\r\nAccept-Language: en\r\n";
}
