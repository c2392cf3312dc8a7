using System.Text.Json;

namespace Parley.Protocols.ChatRoom;

/// <summary>
/// A client's message in any of its three shapes, read in one pass into slices of the input:
/// flat <c>{type, offer, …}</c>, nested <c>{type, data, to}</c>, wrapped <c>{type: "webrtc.signal", data: {…}}</c>.
/// </summary>
internal ref struct ChatEnvelope
{
    /// <summary>Most fields of a flat message.</summary>
    public const int MaxFields = 32;

    private const int LongestName = 256;

    /// <summary>The signal's type.</summary>
    public string? Type;

    /// <summary>The type as it was sent, in quotes.</summary>
    public ReadOnlySpan<byte> RawType;

    /// <summary>The account it is for; <c>null</c> for everybody.</summary>
    public string? To;

    /// <summary>The addressee as it was sent, in quotes.</summary>
    public ReadOnlySpan<byte> RawTo;

    /// <summary>The data object as it was sent; empty for a flat message.</summary>
    public ReadOnlySpan<byte> Data;

    /// <summary>Where in the input the fields of a flat message lie that make up its data.</summary>
    public FieldRanges Fields;

    private ReadOnlySpan<byte> input;

    /// <summary>Reads the message. Throws <see cref="JsonException"/> where it is not JSON.</summary>
    public static MessageFault? Read(ReadOnlySpan<byte> json, out ChatEnvelope envelope)
    {
        envelope = new ChatEnvelope();
        if (envelope.ReadObject(json) is { } fault) return fault;

        // A wrapper is told by what it holds: a signal of its own, with a type.
        if (envelope.Type is not ("webrtc.signal" or "signaling") || envelope.Data.IsEmpty) return null;

        var inner = envelope.Data;
        envelope = new ChatEnvelope();
        return envelope.ReadObject(inner) is { } innerFault ? innerFault with { Field = $"data.{innerFault.Field}" } : null;
    }

    /// <summary>Length of the data as an object.</summary>
    public readonly int DataLength => Data.IsEmpty ? 2 + Fields.TotalLength : Data.Length;

    /// <summary>Writes the data as an object; its parts are copied as they came.</summary>
    public readonly void CopyData(Span<byte> target)
    {
        if (!Data.IsEmpty)
        {
            Data.CopyTo(target);
            return;
        }

        target[0] = (byte)'{';
        var at = 1;
        for (var i = 0; i < Fields.Count; i++)
        {
            if (i > 0) target[at++] = (byte)',';
            var field = input[Fields[i]];
            field.CopyTo(target[at..]);
            at += field.Length;
        }

        target[at] = (byte)'}';
    }

    private MessageFault? ReadObject(ReadOnlySpan<byte> json)
    {
        input = json;
        var reader = new Utf8JsonReader(json, Json.Strict);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            return new MessageFault("", "a message is a JSON object");

        MessageFault? fault = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            fault ??= ReadField(ref reader);
            if (reader.TokenType is JsonTokenType.PropertyName or JsonTokenType.StartArray or JsonTokenType.StartObject)
                reader.Skip();
        }

        reader.Read();
        return fault ?? (Type is null ? new MessageFault("type", "is missing") : null);
    }

    private MessageFault? ReadField(scoped ref Utf8JsonReader reader)
    {
        if (reader.ValueTextEquals("type"u8)) return ReadName(ref reader, "type", ref Type, ref RawType);
        if (reader.ValueTextEquals("to"u8))
        {
            // A client that fills in every field of its class sends null for nobody in particular.
            return ReadName(ref reader, "to", ref To, ref RawTo, nullable: true);
        }

        if (reader.ValueTextEquals("data"u8))
        {
            reader.Read();
            if (!Data.IsEmpty) return new MessageFault("data", "is there twice");
            if (reader.TokenType == JsonTokenType.Null) return null;
            if (reader.TokenType != JsonTokenType.StartObject) return new MessageFault("data", "has to be an object");
            Data = reader.TakeRaw(input);
            return null;
        }

        if (IsSenderField(reader)) return null;

        var start = (int)reader.TokenStartIndex;
        reader.Skip();
        return Fields.TryAdd(start..(int)reader.BytesConsumed)
            ? null
            : new MessageFault("", $"a flat message may have {MaxFields} fields; put them in data");
    }

    /// <summary>Who sends is the server's to say: what a client says of it is dropped.</summary>
    private static bool IsSenderField(scoped in Utf8JsonReader reader) =>
        reader.ValueTextEquals("senderAccountId"u8) || reader.ValueTextEquals("senderInfo"u8)
        || reader.ValueTextEquals("SenderAccountId"u8) || reader.ValueTextEquals("SenderInfo"u8);

    private readonly MessageFault? ReadName(
        scoped ref Utf8JsonReader reader, string field, ref string? value, ref ReadOnlySpan<byte> raw, bool nullable = false)
    {
        reader.Read();
        if (value is not null) return new MessageFault(field, "is there twice");
        if (nullable && reader.TokenType == JsonTokenType.Null) return null;
        if (reader.TokenType != JsonTokenType.String) return new MessageFault(field, "has to be a string");

        raw = input[(int)reader.TokenStartIndex..(int)reader.BytesConsumed];
        value = reader.Name();
        return value.Length is 0 or > LongestName
            ? new MessageFault(field, $"has to have 1 to {LongestName} characters")
            : null;
    }
}
