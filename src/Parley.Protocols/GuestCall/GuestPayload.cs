using System.Text.Json;

namespace Parley.Protocols.GuestCall;

/// <summary>
/// The argument of a client's event, cut into slices where it lies. SDP and candidates are passed on as they came and
/// nobody looks into them; of fields that come twice the last counts, as it does for clients.
/// </summary>
internal ref struct GuestPayload
{
    public ReadOnlySpan<byte> Offer;
    public ReadOnlySpan<byte> Answer;
    public ReadOnlySpan<byte> Candidate;
    public ReadOnlySpan<byte> Type;
    public ReadOnlySpan<byte> Content;
    public ReadOnlySpan<byte> Timestamp;
    public ReadOnlySpan<byte> MessageId;

    /// <summary><c>false</c> when it is no object.</summary>
    /// <param name="json">Valid JSON.</param>
    /// <param name="payload">Its fields; empty where there is none of the name.</param>
    public static bool TryRead(ReadOnlySpan<byte> json, out GuestPayload payload)
    {
        payload = default;
        if (!IsObject(json)) return false;
        var reader = new Utf8JsonReader(json, Json.Strict);
        try
        {
            reader.Read();
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var field = FieldOf(ref reader);
                reader.Read();
                var value = reader.TakeRaw(json);
                switch (field)
                {
                    case Field.Offer:
                        payload.Offer = value;
                        break;
                    case Field.Answer:
                        payload.Answer = value;
                        break;
                    case Field.Candidate:
                        payload.Candidate = value;
                        break;
                    case Field.Type:
                        payload.Type = value;
                        break;
                    case Field.Content:
                        payload.Content = value;
                        break;
                    case Field.Timestamp:
                        payload.Timestamp = value;
                        break;
                    case Field.MessageId:
                        payload.MessageId = value;
                        break;
                }
            }

            return true;
        }
        catch (InvalidOperationException)
        {
            // A name with half of a surrogate pair is JSON, but no text.
            return false;
        }
    }

    public static bool IsObject(ReadOnlySpan<byte> json) => json.Length > 0 && json[0] == (byte)'{';

    public static bool IsObjectOrNull(ReadOnlySpan<byte> json) => IsObject(json) || json.SequenceEqual("null"u8);

    private static Field FieldOf(scoped ref Utf8JsonReader reader) =>
        reader.ValueTextEquals("offer"u8) ? Field.Offer
        : reader.ValueTextEquals("answer"u8) ? Field.Answer
        : reader.ValueTextEquals("candidate"u8) ? Field.Candidate
        : reader.ValueTextEquals("type"u8) ? Field.Type
        : reader.ValueTextEquals("content"u8) ? Field.Content
        : reader.ValueTextEquals("timestamp"u8) ? Field.Timestamp
        : reader.ValueTextEquals("messageId"u8) ? Field.MessageId
        : Field.Other;

    private enum Field
    {
        Other,
        Offer,
        Answer,
        Candidate,
        Type,
        Content,
        Timestamp,
        MessageId,
    }
}
