using System.Text.Json;

namespace Parley.Protocols.Direct;

/// <summary>
/// A client's message, read in one pass: slices of the input, nothing copied. Of the payload only what routes a signal is
/// looked at; a duplicate of a field that matters is refused, as two readers might believe two different ones.
/// </summary>
internal ref struct DirectEnvelope
{
    private const int LongestEcho = 64;

    public DirectType Type;

    /// <summary>The type's name where it is none of the protocol's, cut to what an error may echo.</summary>
    public string? UnknownType;

    /// <summary>The payload as it was sent; empty when there is none.</summary>
    public ReadOnlySpan<byte> Payload;

    /// <summary>The timestamp as it was sent, in quotes; empty when there is none.</summary>
    public ReadOnlySpan<byte> Timestamp;

    /// <summary>The receiver as it was sent, in quotes.</summary>
    public ReadOnlySpan<byte> RawReceiver;

    public string? Receiver;
    public string? Sender;
    public string? ConnectionId;
    public bool HasSdp;

    /// <summary>Reads the message. Throws <see cref="JsonException"/> where it is not JSON.</summary>
    /// <returns>What is wrong with it, or <c>null</c>.</returns>
    public static MessageFault? Read(ReadOnlySpan<byte> json, out DirectEnvelope envelope)
    {
        envelope = new DirectEnvelope();
        return envelope.ReadAll(json);
    }

    private MessageFault? ReadAll(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json, Json.Strict);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            return new MessageFault("", "a message is a JSON object");

        MessageFault? fault = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            // Read on after a fault: the error names the receiver and the negotiation, if the message has them.
            var wrong = ReadField(ref reader, json);
            if (wrong is not null) reader.Skip();
            fault ??= wrong;
        }

        // Whatever follows the object makes it something else than JSON.
        reader.Read();
        return fault ?? (Type == DirectType.None ? new MessageFault("type", "is missing") : null);
    }

    private MessageFault? ReadField(scoped ref Utf8JsonReader reader, ReadOnlySpan<byte> json)
    {
        if (reader.ValueTextEquals("type"u8)) return ReadType(ref reader);
        if (reader.ValueTextEquals("payload"u8)) return ReadPayload(ref reader, json);
        if (reader.ValueTextEquals("receiver"u8))
        {
            var fault = ReadString(ref reader, "receiver", ref Receiver);
            if (fault is null) RawReceiver = json[(int)reader.TokenStartIndex..(int)reader.BytesConsumed];
            return fault;
        }

        if (reader.ValueTextEquals("sender"u8)) return ReadString(ref reader, "sender", ref Sender);
        if (reader.ValueTextEquals("timestamp"u8))
        {
            reader.Read();
            if (!Timestamp.IsEmpty) return new MessageFault("timestamp", "is there twice");
            if (reader.TokenType != JsonTokenType.String) return new MessageFault("timestamp", "has to be a string");
            Timestamp = reader.TakeRaw(json);
            return null;
        }

        reader.Skip();
        return null;
    }

    private MessageFault? ReadType(scoped ref Utf8JsonReader reader)
    {
        reader.Read();
        if (Type != DirectType.None) return new MessageFault("type", "is there twice");
        if (reader.TokenType != JsonTokenType.String) return new MessageFault("type", "has to be a string");
        Type = DirectTypes.Parse(ref reader);
        if (Type != DirectType.None) return null;

        UnknownType = reader.Name();
        if (UnknownType.Length > LongestEcho) UnknownType = UnknownType[..LongestEcho];
        return new MessageFault("type", $"is unknown; known are {DirectTypes.All}");
    }

    private MessageFault? ReadPayload(scoped ref Utf8JsonReader reader, ReadOnlySpan<byte> json)
    {
        reader.Read();
        if (!Payload.IsEmpty) return new MessageFault("payload", "is there twice");
        if (reader.TokenType != JsonTokenType.StartObject) return new MessageFault("payload", "has to be an object");

        var start = (int)reader.TokenStartIndex;
        MessageFault? fault = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var wrong = reader.ValueTextEquals("connection_id"u8)
                ? ReadString(ref reader, "payload.connection_id", ref ConnectionId)
                : reader.ValueTextEquals("sdp"u8) ? ReadSdp(ref reader) : null;
            fault ??= wrong;
            if (reader.TokenType != JsonTokenType.String) reader.Skip();
        }

        Payload = json[start..(int)reader.BytesConsumed];
        return fault;
    }

    private MessageFault? ReadSdp(scoped ref Utf8JsonReader reader)
    {
        reader.Read();
        if (HasSdp) return new MessageFault("payload.sdp", "is there twice");
        if (reader.TokenType != JsonTokenType.String) return new MessageFault("payload.sdp", "has to be a string");
        HasSdp = true;
        return null;
    }

    private static MessageFault? ReadString(scoped ref Utf8JsonReader reader, string field, ref string? value)
    {
        reader.Read();
        if (value is not null) return new MessageFault(field, "is there twice");
        if (reader.TokenType != JsonTokenType.String) return new MessageFault(field, "has to be a string");
        value = reader.Name();
        return value.Length is 0 or > 256 ? new MessageFault(field, "has to have 1 to 256 characters") : null;
    }
}
