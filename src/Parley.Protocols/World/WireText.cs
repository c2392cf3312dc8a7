using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Runtime.CompilerServices;

namespace Parley.Protocols.World;

/// <summary>
/// A short piece of JSON as it came, kept in place: a number with the digits its sender wrote, a word in its quotes. Kept
/// for each person and replaced many times a second, so that it is no object of its own.
/// </summary>
internal struct WireText
{
    /// <summary>Most bytes. Any number fits that the server writes itself.</summary>
    public const int MaxLength = 32;

    private Bytes bytes;
    private byte length;

    [UnscopedRef]
    public readonly ReadOnlySpan<byte> Span => ((ReadOnlySpan<byte>)bytes)[..length];

    /// <summary>What was sent. <c>false</c> when it is too long.</summary>
    public static bool TryTake(ReadOnlySpan<byte> raw, out WireText text)
    {
        text = default;
        if (raw.Length > MaxLength) return false;

        raw.CopyTo(text.bytes);
        text.length = (byte)raw.Length;
        return true;
    }

    /// <summary>A number that the server itself says.</summary>
    public static WireText Of(double number)
    {
        var text = default(WireText);
        number.TryFormat(text.bytes, out var written, "R", CultureInfo.InvariantCulture);
        text.length = (byte)written;
        return text;
    }

    /// <summary>A string that needs no escapes.</summary>
    public static WireText Quoted(ReadOnlySpan<byte> plain)
    {
        var text = default(WireText);
        Span<byte> target = text.bytes;
        target[0] = target[plain.Length + 1] = (byte)'"';
        plain.CopyTo(target[1..]);
        text.length = (byte)(plain.Length + 2);
        return text;
    }

    [InlineArray(MaxLength)]
    private struct Bytes
    {
        private byte first;
    }
}
