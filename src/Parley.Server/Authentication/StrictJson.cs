using System.Text.Json;
using System.Text.Unicode;

namespace Parley.Server.Authentication;

/// <summary>
/// JSON of which there is one reading only: valid UTF-8, no name twice, not deep. Two parsers that read a token
/// differently are how a checked claim and a used one come apart.
/// </summary>
internal static class StrictJson
{
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 32, AllowDuplicateProperties = false };

    /// <summary>The object, or <c>null</c> when it is none.</summary>
    public static JsonElement? Object(ReadOnlySpan<byte> utf8)
    {
        if (!Utf8.IsValid(utf8)) return null;
        try
        {
            var element = JsonElement.Parse(utf8, Options);
            return element.ValueKind == JsonValueKind.Object ? element : null;
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            // InvalidOperationException: half a surrogate pair in an escaped name.
            return null;
        }
    }

    public static bool Has(this JsonElement json, string name) => json.TryGetProperty(name, out _);

    /// <summary>The text, or <c>null</c> when it is missing, of another type, or half a surrogate pair is in it.</summary>
    public static string? Text(this JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) ? value.Text() : null;

    /// <inheritdoc cref="Text(JsonElement, string)"/>
    public static string? Text(this JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.String) return null;
        try
        {
            return value.GetString();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }
}
