using System.Buffers;
using System.Text;

namespace Parley.Bench.Polling;

/// <summary>What Engine.IO 4 puts into the bodies of polls and POSTs: packets, joined by U+001E.</summary>
internal static class PollingPayload
{
    private const byte Separator = 0x1e;

    private static ReadOnlySpan<byte> SessionIdField => "\"sid\":\""u8;

    internal static void Add(ArrayBufferWriter<byte> body, ReadOnlySpan<byte> packet)
    {
        if (body.WrittenCount > 0)
            body.Write([Separator]);
        body.Write(packet);
    }

    /// <summary>Where each packet lies.</summary>
    internal static MemoryExtensions.SpanSplitEnumerator<byte> Split(ReadOnlySpan<byte> body) => body.Split(Separator);

    /// <summary>The id in the packet that opens a session.</summary>
    internal static string SessionId(ReadOnlySpan<byte> open)
    {
        var start = open.IndexOf(SessionIdField);
        if (start < 0)
            throw new BenchException($"a session was not opened: {Encoding.UTF8.GetString(open)}");
        var id = open[(start + SessionIdField.Length)..];
        return Encoding.ASCII.GetString(id[..id.IndexOf((byte)'"')]);
    }
}
