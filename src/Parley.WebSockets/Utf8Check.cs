using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace Parley.WebSockets;

/// <summary>Validates text that arrives in parts, so that the first wrong byte ends the message, not its last.</summary>
internal static class Utf8Check
{
    /// <summary>
    /// How many bytes of <paramref name="text"/> are valid and whole characters; −1 when no continuation could make it
    /// valid. What remains, at most three bytes, is the beginning of a character.
    /// </summary>
    public static int ValidPrefix(ReadOnlySpan<byte> text)
    {
        var whole = text.Length - LengthOfTail(text);
        if (!Utf8.IsValid(text[..whole])) return -1;
        if (whole == text.Length) return whole;

        return Rune.DecodeFromUtf8(text[whole..], out _, out _) == OperationStatus.NeedMoreData ? whole : -1;
    }

    /// <summary>Length of the character at the end, when it has begun but not ended.</summary>
    private static int LengthOfTail(ReadOnlySpan<byte> text)
    {
        for (var back = 1; back <= 3 && back <= text.Length; back++)
        {
            var b = text[^back];
            if ((b & 0xC0) == 0x80) continue;

            var length = b switch { >= 0xF0 => 4, >= 0xE0 => 3, >= 0xC0 => 2, _ => 1 };
            return length > back ? back : 0;
        }

        return 0;
    }
}
