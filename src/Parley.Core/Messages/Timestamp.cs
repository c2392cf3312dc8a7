using System.Globalization;
using System.Text.Json;

namespace Parley.Core.Messages;

/// <summary>Points in time on the wire: ISO 8601, UTC, milliseconds.</summary>
public static class Timestamp
{
    /// <summary><c>2026-01-31T09:30:00.000Z</c>.</summary>
    public const string Format = "yyyy-MM-ddTHH:mm:ss.fffZ";

    /// <summary>Writes <paramref name="time"/> as a JSON property.</summary>
    public static void WriteTimestamp(this Utf8JsonWriter json, ReadOnlySpan<byte> name, DateTimeOffset time)
    {
        Span<byte> text = stackalloc byte[32];
        time.UtcDateTime.TryFormat(text, out var length, Format, CultureInfo.InvariantCulture);
        json.WriteString(name, text[..length]);
    }
}
