using System.Text.Json;

namespace Parley.Protocols.World;

/// <summary>The payload of an offer, an answer or a candidate: slices of the input, the body opaque.</summary>
internal ref struct SignalPayload
{
    private const int LongestId = 256;

    /// <summary>The user it is for.</summary>
    public string? To;

    /// <summary><c>sdp</c> with its quotes, or the <c>candidate</c> object, as it was sent.</summary>
    public ReadOnlySpan<byte> Body;

    /// <summary>Reads the payload. Throws <see cref="JsonException"/> where it is not JSON.</summary>
    /// <returns>What is wrong with it, or <c>null</c>.</returns>
    public static MessageFault? Read(in WorldEnvelope envelope, ref SignalPayload payload)
    {
        if (envelope.Payload.IsEmpty) return new MessageFault("payload", "is missing");

        var candidate = envelope.Type == WorldType.IceCandidate;
        var reader = new Utf8JsonReader(envelope.Payload, Json.Strict);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var fault = reader.ValueTextEquals("to"u8) ? payload.ReadTo(ref reader)
                : candidate && reader.ValueTextEquals("candidate"u8)
                    ? payload.ReadBody(ref reader, envelope, JsonTokenType.StartObject, "payload.candidate", "has to be an object")
                : !candidate && reader.ValueTextEquals("sdp"u8)
                    ? payload.ReadBody(ref reader, envelope, JsonTokenType.String, "payload.sdp", "has to be a string, in Base64")
                : null;
            if (fault is not null) return fault;
            if (reader.TokenType == JsonTokenType.PropertyName) reader.Skip();
        }

        return payload.To is null ? new MessageFault("payload.to", "is missing")
            : payload.Body.IsEmpty ? new MessageFault(candidate ? "payload.candidate" : "payload.sdp", "is missing")
            : null;
    }

    private MessageFault? ReadTo(scoped ref Utf8JsonReader reader)
    {
        reader.Read();
        if (To is not null) return new MessageFault("payload.to", "is there twice");
        if (reader.TokenType != JsonTokenType.String) return new MessageFault("payload.to", "has to be a string");
        To = reader.Name();
        return To.Length is 0 or > LongestId
            ? new MessageFault("payload.to", $"has to have 1 to {LongestId} characters")
            : null;
    }

    private MessageFault? ReadBody(
        scoped ref Utf8JsonReader reader, scoped in WorldEnvelope envelope, JsonTokenType kind, string field, string rule)
    {
        reader.Read();
        if (!Body.IsEmpty) return new MessageFault(field, "is there twice");
        if (reader.TokenType != kind) return new MessageFault(field, rule);
        Body = reader.TakeRaw(envelope.Payload);
        return null;
    }
}
