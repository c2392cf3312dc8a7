using System.Text.Json;
using Parley.Core.Messages;

namespace Parley.Protocols;

/// <summary>What every protocol's decoder needs of JSON: strict, bounded in depth, and slices instead of copies.</summary>
internal static class Json
{
    /// <summary>Deeper nesting is refused: it serves no signal and costs whoever parses it next.</summary>
    public const int MaxDepth = 64;

    public static readonly JsonReaderOptions Strict = new() { MaxDepth = MaxDepth };

    /// <summary>The value the reader stands at or in front of, as it was sent, and moves past it.</summary>
    public static ReadOnlySpan<byte> TakeRaw(scoped ref this Utf8JsonReader reader, ReadOnlySpan<byte> json)
    {
        var start = (int)reader.TokenStartIndex;
        reader.Skip();
        return json[start..(int)reader.BytesConsumed];
    }

    /// <summary>The string value the reader stands at, unescaped; a slice of the input where nothing is escaped.</summary>
    public static ReadOnlySpan<byte> Text(scoped ref this Utf8JsonReader reader)
    {
        if (!reader.ValueIsEscaped) return reader.ValueSpan;

        var text = new byte[reader.ValueSpan.Length];
        return text.AsSpan(0, reader.CopyString(text));
    }

    /// <summary>A name that comes often, without making a new string each time.</summary>
    public static string Name(scoped ref this Utf8JsonReader reader) => NameCache.Get(reader.Text());
}
