using System.Text.Json;

namespace Parley.Protocols.World;

/// <summary>
/// The payload of <c>PRESENCE_UPDATE</c>, <c>MOVE_INTENT</c> and <c>ZONE_TRANSITION</c>, which have much in common and
/// come often: read in one pass, into a struct, without allocating.
/// </summary>
internal struct MovePayload
{
    public WirePosition Position;
    public WireText Facing;
    public Stance Stance;

    /// <summary><c>zone_id</c>, or <c>from_zone_id</c> of a transition.</summary>
    public string? ZoneId;

    /// <summary><c>to_zone_id</c>.</summary>
    public string? ToZoneId;

    /// <summary><c>timestamp</c>, in whatever unit the client counts.</summary>
    public double Timestamp;

    private const int LongestId = 256;

    private Seen seen;

    [Flags]
    private enum Seen
    {
        None = 0,
        Position = 1,
        X = 2,
        Y = 4,
        Facing = 8,
        Stance = 16,
        Timestamp = 32,
    }

    /// <summary>Reads what the type needs. Throws <see cref="JsonException"/> where it is not JSON.</summary>
    /// <returns>What is wrong with it, or <c>null</c>.</returns>
    public static MessageFault? Read(in WorldEnvelope envelope, ref MovePayload payload)
    {
        payload = default;
        if (envelope.Payload.IsEmpty) return new MessageFault("payload", "is missing");

        var reader = new Utf8JsonReader(envelope.Payload, Json.Strict);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (payload.ReadField(ref reader, envelope) is { } fault) return fault;
            if (reader.TokenType is JsonTokenType.PropertyName) reader.Skip();
        }

        return payload.Missing(envelope.Type);
    }

    private readonly MessageFault? Missing(WorldType type)
    {
        if (!Has(Seen.Position)) return Lacks("position");
        switch (type)
        {
            case WorldType.PresenceUpdate:
                return !Has(Seen.Facing) ? Lacks("facing")
                    : !Has(Seen.Stance) ? Lacks("state")
                    : ZoneId is null ? Lacks("zone_id") : null;
            case WorldType.MoveIntent:
                return Has(Seen.Timestamp) ? null : Lacks("timestamp");
            default:
                return ZoneId is null ? Lacks("from_zone_id") : ToZoneId is null ? Lacks("to_zone_id") : null;
        }
    }

    private static MessageFault Lacks(string field) => new($"payload.{field}", "is missing");

    private MessageFault? ReadField(scoped ref Utf8JsonReader reader, scoped in WorldEnvelope envelope)
    {
        var json = envelope.Payload;
        if (reader.ValueTextEquals("position"u8)) return ReadPosition(ref reader, json);
        switch (envelope.Type)
        {
            case WorldType.PresenceUpdate:
                if (reader.ValueTextEquals("facing"u8)) return ReadFacing(ref reader, json);
                if (reader.ValueTextEquals("state"u8)) return ReadStance(ref reader);
                return reader.ValueTextEquals("zone_id"u8) ? ReadId(ref reader, "payload.zone_id", ref ZoneId) : null;
            case WorldType.MoveIntent:
                return reader.ValueTextEquals("timestamp"u8) ? ReadTimestamp(ref reader) : null;
            default:
                return reader.ValueTextEquals("from_zone_id"u8) ? ReadId(ref reader, "payload.from_zone_id", ref ZoneId)
                    : reader.ValueTextEquals("to_zone_id"u8) ? ReadId(ref reader, "payload.to_zone_id", ref ToZoneId) : null;
        }
    }

    private MessageFault? ReadPosition(scoped ref Utf8JsonReader reader, ReadOnlySpan<byte> json)
    {
        reader.Read();
        if (!See(Seen.Position)) return new MessageFault("payload.position", "is there twice");
        if (reader.TokenType != JsonTokenType.StartObject)
            return new MessageFault("payload.position", "has to be an object with x and y");

        var (x, y) = (0d, 0d);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var fault = reader.ValueTextEquals("x"u8) ? ReadNumber(ref reader, json, Seen.X, "payload.position.x", ref x, ref Position.X)
                : reader.ValueTextEquals("y"u8) ? ReadNumber(ref reader, json, Seen.Y, "payload.position.y", ref y, ref Position.Y)
                : null;
            if (fault is not null) return fault;
            if (reader.TokenType == JsonTokenType.PropertyName) reader.Skip();
        }

        if (!Has(Seen.X)) return Lacks("position.x");
        if (!Has(Seen.Y)) return Lacks("position.y");
        Position.Value = new Position(x, y);
        return null;
    }

    private MessageFault? ReadNumber(
        scoped ref Utf8JsonReader reader, ReadOnlySpan<byte> json, Seen which, string field, ref double value, ref WireText text)
    {
        reader.Read();
        if (!See(which)) return new MessageFault(field, "is there twice");
        if (reader.TokenType != JsonTokenType.Number || !reader.TryGetDouble(out value) || !double.IsFinite(value))
            return new MessageFault(field, "has to be a number");
        // So many digits say nothing that a double can hold.
        if (!WireText.TryTake(reader.TakeRaw(json), out text)) text = WireText.Of(value);
        return null;
    }

    private MessageFault? ReadFacing(scoped ref Utf8JsonReader reader, ReadOnlySpan<byte> json)
    {
        reader.Read();
        if (!See(Seen.Facing)) return new MessageFault("payload.facing", "is there twice");
        if (reader.TokenType != JsonTokenType.String || !WireText.TryTake(reader.TakeRaw(json), out Facing))
            return new MessageFault("payload.facing", $"has to be a word of at most {WireText.MaxLength - 2} bytes, like north");

        // It is passed on as it came, to everybody: half a surrogate pair would spoil a whole tick for strict readers. Throws then.
        if (reader.ValueIsEscaped) reader.CopyString(stackalloc byte[WireText.MaxLength]);
        return null;
    }

    private MessageFault? ReadStance(scoped ref Utf8JsonReader reader)
    {
        reader.Read();
        if (!See(Seen.Stance)) return new MessageFault("payload.state", "is there twice");
        if (reader.TokenType == JsonTokenType.String)
        {
            for (Stance = Stance.Idle; Stance <= Stance.Sitting; Stance++)
            {
                if (reader.ValueTextEquals(Stance.NameUtf8())) return null;
            }
        }

        return new MessageFault("payload.state", "has to be idle, walking or sitting");
    }

    private MessageFault? ReadTimestamp(scoped ref Utf8JsonReader reader)
    {
        reader.Read();
        if (!See(Seen.Timestamp)) return new MessageFault("payload.timestamp", "is there twice");
        return reader.TokenType == JsonTokenType.Number && reader.TryGetDouble(out Timestamp) && double.IsFinite(Timestamp)
            ? null
            : new MessageFault("payload.timestamp", "has to be a number");
    }

    private static MessageFault? ReadId(scoped ref Utf8JsonReader reader, string field, ref string? id)
    {
        reader.Read();
        if (id is not null) return new MessageFault(field, "is there twice");
        if (reader.TokenType != JsonTokenType.String) return new MessageFault(field, "has to be a string");
        id = reader.Name();
        return id.Length is 0 or > LongestId ? new MessageFault(field, $"has to have 1 to {LongestId} characters") : null;
    }

    private readonly bool Has(Seen what) => (seen & what) != 0;

    private bool See(Seen what)
    {
        if (Has(what)) return false;
        seen |= what;
        return true;
    }
}
