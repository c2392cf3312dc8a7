using System.Collections.Concurrent;
using System.Text.Json;

namespace Parley.EngineIo.Packets;

/// <summary>
/// Names of events as JSON, quotes included. A program emits few different ones, so they are kept; but some emit what clients
/// call their events, so only short ones, and not endlessly many.
/// </summary>
internal static class EventNames
{
    private const int Kept = 1024;
    private const int LongestKept = 64;

    private static readonly ConcurrentDictionary<string, byte[]> Known = new();

    public static byte[] Encode(string name)
    {
        if (Known.TryGetValue(name, out var known)) return known;

        var text = JsonEncodedText.Encode(name).EncodedUtf8Bytes;
        var encoded = new byte[text.Length + 2];
        encoded[0] = encoded[^1] = (byte)'"';
        text.CopyTo(encoded.AsSpan(1));
        if (name.Length <= LongestKept && Known.Count < Kept) Known.TryAdd(name, encoded);
        return encoded;
    }
}
