using System.Text.Json;
using Parley.Core.Identity;

namespace Parley.Protocols.World;

/// <summary>Reads payloads that come seldom.</summary>
internal static class WorldPayloads
{
    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = Json.MaxDepth, AllowDuplicateProperties = false };

    /// <summary>The payload as an object of its own.</summary>
    public static MessageFault? Parse(in WorldEnvelope envelope, out JsonElement payload)
    {
        payload = default;
        if (envelope.Payload.IsEmpty) return new MessageFault("payload", "is missing");

        try
        {
            payload = JsonElement.Parse(envelope.Payload, Strict);
            return null;
        }
        catch (Exception refused) when (refused is JsonException or InvalidOperationException)
        {
            return new MessageFault("payload", "has a name twice, or half a surrogate pair in one");
        }
    }

    /// <summary>A text of the payload; <c>null</c> when it is missing.</summary>
    /// <param name="payload">The payload.</param>
    /// <param name="name">The field.</param>
    /// <param name="longest">Most characters.</param>
    /// <param name="value">The text.</param>
    /// <returns>What is wrong with it, or <c>null</c>.</returns>
    public static MessageFault? Text(JsonElement payload, string name, int longest, out string? value)
    {
        value = null;
        if (!payload.TryGetProperty(name, out var element) || element.ValueKind == JsonValueKind.Null) return null;
        if (element.ValueKind != JsonValueKind.String) return new MessageFault($"payload.{name}", "has to be a string");
        try
        {
            value = element.GetString()!;
        }
        catch (InvalidOperationException)
        {
            return new MessageFault($"payload.{name}", "has half a surrogate pair in it");
        }

        return value.Length == 0 || value.Length > longest
            ? new MessageFault($"payload.{name}", longest == int.MaxValue ? "is empty" : $"has to have 1 to {longest} characters")
            : null;
    }

    /// <summary>An id that has to be there. One that nothing could have is refused here: some are written down.</summary>
    public static MessageFault? Id(JsonElement payload, string name, out string id)
    {
        var fault = Text(payload, name, UserIds.MaxLength, out var value);
        id = value ?? "";
        return fault
            ?? (value is null ? new MessageFault($"payload.{name}", "is missing")
            : UserIds.IsValid(value) ? null
            : new MessageFault($"payload.{name}", "has to be without control characters"));
    }
}
