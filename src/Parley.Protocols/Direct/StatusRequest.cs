using System.Text.Json;

namespace Parley.Protocols.Direct;

/// <summary>The payload of <c>status_change</c> from a client.</summary>
internal static class StatusRequest
{
    /// <summary>The status it names, or <c>null</c>.</summary>
    public static string? Read(ReadOnlySpan<byte> payload)
    {
        if (payload.IsEmpty) return null;
        var reader = new Utf8JsonReader(payload, Json.Strict);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (!reader.ValueTextEquals("status"u8))
            {
                reader.Skip();
                continue;
            }

            reader.Read();
            return reader.TokenType == JsonTokenType.String ? reader.GetString() : null;
        }

        return null;
    }
}
