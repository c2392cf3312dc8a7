using System.Text.Json;

namespace Parley.Protocols.World;

/// <summary>
/// A client's message as far as every type has it: slices of the input, nothing copied. The payload is read by what the
/// type calls for. A field that is there twice is refused, as two readers might believe two different ones.
/// </summary>
internal ref struct WorldEnvelope
{
    /// <summary>The only version there is.</summary>
    public const int Version = 1;

    private const int LongestEcho = 64;

    public WorldType Type;

    /// <summary>The type's name where it is none of the protocol's, cut to what an error may echo.</summary>
    public string? UnknownType;

    /// <summary>The payload as it was sent: an object; empty when there is none.</summary>
    public ReadOnlySpan<byte> Payload;

    /// <summary>Whether the client speaks a version that this server does not.</summary>
    public bool OtherVersion;

    private bool hasVersion;

    /// <summary>Reads the message. Throws <see cref="JsonException"/> where it is not JSON.</summary>
    /// <returns>What is wrong with it, or <c>null</c>.</returns>
    public static MessageFault? Read(ReadOnlySpan<byte> json, ref WorldEnvelope envelope)
    {
        var reader = new Utf8JsonReader(json, Json.Strict);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            return new MessageFault("", "a message is a JSON object");

        MessageFault? fault = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            // Read on after a fault: the error names the type, if the message has one.
            var wrong = envelope.ReadField(ref reader, json);
            fault ??= wrong;
            if (reader.TokenType is JsonTokenType.PropertyName or JsonTokenType.StartArray or JsonTokenType.StartObject)
                reader.Skip();
        }

        // Whatever follows the object makes it something else than JSON.
        reader.Read();
        return fault ?? (envelope.Type == WorldType.None ? new MessageFault("type", "is missing") : null);
    }

    private MessageFault? ReadField(scoped ref Utf8JsonReader reader, ReadOnlySpan<byte> json)
    {
        if (reader.ValueTextEquals("type"u8)) return ReadType(ref reader);
        if (reader.ValueTextEquals("payload"u8))
        {
            reader.Read();
            if (!Payload.IsEmpty) return new MessageFault("payload", "is there twice");
            if (reader.TokenType != JsonTokenType.StartObject) return new MessageFault("payload", "has to be an object");
            Payload = reader.TakeRaw(json);
            return null;
        }

        if (reader.ValueTextEquals("protocol_version"u8))
        {
            reader.Read();
            if (hasVersion) return new MessageFault("protocol_version", "is there twice");
            if (reader.TokenType != JsonTokenType.Number) return new MessageFault("protocol_version", "has to be a number");
            hasVersion = true;
            OtherVersion = !reader.TryGetDouble(out var version) || version != Version;
        }

        return null;
    }

    private MessageFault? ReadType(scoped ref Utf8JsonReader reader)
    {
        reader.Read();
        if (Type != WorldType.None) return new MessageFault("type", "is there twice");
        if (reader.TokenType != JsonTokenType.String) return new MessageFault("type", "has to be a string");
        Type = WorldTypes.Parse(ref reader);
        if (Type != WorldType.None) return null;

        UnknownType = reader.Name();
        if (UnknownType.Length > LongestEcho)
            UnknownType = UnknownType[..(char.IsHighSurrogate(UnknownType[LongestEcho - 1]) ? LongestEcho - 1 : LongestEcho)];
        return new MessageFault("type", "is none that a client may send; see the list in the protocol's page");
    }
}
