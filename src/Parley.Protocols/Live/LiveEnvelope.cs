using System.Text.Json;
using Parley.Core.Identity;

namespace Parley.Protocols.Live;

/// <summary>
/// A client's frame <c>{"action", "data"}</c>, read in one pass: slices of the input, nothing copied. A duplicate of a
/// field that matters is refused, as the one who gets the signal might believe the other.
/// </summary>
internal ref struct LiveEnvelope
{
    private const int LongestBid = 256;

    /// <summary>What the action says it is.</summary>
    public LiveSignalType Action;

    /// <summary>What the signal says it is: <c>s</c>.</summary>
    public LiveSignalType Type;

    /// <summary>The signal as it was sent; empty when there is none.</summary>
    public ReadOnlySpan<byte> Data;

    /// <summary>Who sends, as it was sent: <c>ss</c>.</summary>
    public ReadOnlySpan<byte> Session;

    public LiveChannel? Channel;
    public string? Rid;
    public string? ToUser;
    public string? ToSession;

    /// <summary>The SDP or candidate as it was sent, in quotes or <c>null</c>; empty when there is none.</summary>
    public ReadOnlySpan<byte> Sdp;

    public bool? Video;
    public bool? Audio;
    public bool HasEngine;
    public bool? WantsAck;
    public ReadOnlySpan<byte> Bid;
    public bool Creating;
    public bool Restarting;
    public bool Hls;

    /// <summary>A token for resuming, or empty; <c>null</c> when nothing is said of it.</summary>
    public string? Resume;

    /// <summary>The number of the last message that came.</summary>
    public long Seen;

    private bool hasTo;
    private bool hasOptions;

    /// <summary>Whether there is an SDP that is no <c>null</c>.</summary>
    public readonly bool HasSdp => !Sdp.IsEmpty && Sdp[0] == (byte)'"';

    /// <summary>Whom it is for; <c>null</c> where it does not say.</summary>
    public readonly LiveAddress? To => ToUser is null ? null : new LiveAddress(ToUser, ToSession);

    /// <summary>Reads the frame. Throws <see cref="JsonException"/> where it is not JSON.</summary>
    /// <returns>What is wrong with it, or <c>null</c>.</returns>
    public static MessageFault? Read(ReadOnlySpan<byte> json, out LiveEnvelope envelope)
    {
        envelope = new LiveEnvelope();
        return envelope.ReadFrame(json);
    }

    private MessageFault? ReadFrame(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json, Json.Strict);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            return new MessageFault("", "a frame is a JSON object with action and data");

        MessageFault? fault = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            // Read on after a fault: the error repeats the whole signal.
            var wrong = reader.ValueTextEquals("action"u8) ? ReadAction(ref reader)
                : reader.ValueTextEquals("data"u8) ? ReadData(ref reader, json)
                : Pass(ref reader);
            if (wrong is not null) reader.Skip();
            fault ??= wrong;
        }

        // Whatever follows the object makes it something else than JSON.
        reader.Read();
        return fault ?? Missing();
    }

    private readonly MessageFault? Missing()
    {
        if (Action == LiveSignalType.None) return new MessageFault("action", "is missing");
        if (Data.IsEmpty) return new MessageFault("data", "is missing");
        if (Type == LiveSignalType.None) return new MessageFault("s", "is missing");
        if (Type != Action) return new MessageFault("s", "is not the signal of this action");
        if (Channel is null) return new MessageFault("ch", "is missing");
        if (Session.IsEmpty) return new MessageFault("ss", "is missing");
        return Rid is null ? new MessageFault("rid", "is missing") : null;
    }

    private MessageFault? ReadAction(scoped ref Utf8JsonReader reader)
    {
        reader.Read();
        if (Action != LiveSignalType.None) return new MessageFault("action", "is there twice");
        if (reader.TokenType != JsonTokenType.String) return new MessageFault("action", "has to be a string");
        Action = LiveSignalTypes.ParseAction(ref reader);
        return Action == LiveSignalType.None
            ? new MessageFault("action", $"is unknown; known are {LiveSignalTypes.AllActions}")
            : null;
    }

    private MessageFault? ReadData(scoped ref Utf8JsonReader reader, ReadOnlySpan<byte> json)
    {
        reader.Read();
        if (!Data.IsEmpty) return new MessageFault("data", "is there twice");
        if (reader.TokenType != JsonTokenType.StartObject) return new MessageFault("data", "has to be an object");

        var start = (int)reader.TokenStartIndex;
        MessageFault? fault = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var wrong = ReadField(ref reader, json);
            if (wrong is not null) reader.Skip();
            fault ??= wrong;
        }

        Data = json[start..(int)reader.BytesConsumed];
        return fault;
    }

    private MessageFault? ReadField(scoped ref Utf8JsonReader reader, ReadOnlySpan<byte> json)
    {
        if (reader.ValueTextEquals("s"u8)) return ReadType(ref reader);
        if (reader.ValueTextEquals("ch"u8)) return ReadChannel(ref reader);
        if (reader.ValueTextEquals("ss"u8)) return ReadSession(ref reader, json);
        if (reader.ValueTextEquals("rid"u8)) return ReadName(ref reader, "rid", ref Rid);
        if (reader.ValueTextEquals("to"u8)) return ReadTo(ref reader);
        if (reader.ValueTextEquals("sdp"u8)) return ReadSdp(ref reader, json);
        if (reader.ValueTextEquals("op"u8)) return ReadOptions(ref reader);
        if (reader.ValueTextEquals("ve"u8)) return ReadFlag(ref reader, "ve", ref Video);
        if (reader.ValueTextEquals("ae"u8)) return ReadFlag(ref reader, "ae", ref Audio);
        if (reader.ValueTextEquals("send_ack"u8)) return ReadFlag(ref reader, "send_ack", ref WantsAck);
        if (reader.ValueTextEquals("bid"u8)) return ReadBid(ref reader, json);
        if (!reader.ValueTextEquals("eg"u8)) return Pass(ref reader);

        reader.Read();
        if (HasEngine) return new MessageFault("eg", "is there twice");
        HasEngine = true;
        return reader.TokenType == JsonTokenType.String ? null : new MessageFault("eg", "has to be a string");
    }

    private MessageFault? ReadType(scoped ref Utf8JsonReader reader)
    {
        reader.Read();
        if (Type != LiveSignalType.None) return new MessageFault("s", "is there twice");
        if (reader.TokenType != JsonTokenType.String) return new MessageFault("s", "has to be a string");
        Type = LiveSignalTypes.Parse(ref reader);
        return Type == LiveSignalType.None ? new MessageFault("s", $"is unknown; known are {LiveSignalTypes.All}") : null;
    }

    private MessageFault? ReadChannel(scoped ref Utf8JsonReader reader)
    {
        reader.Read();
        if (Channel is not null) return new MessageFault("ch", "is there twice");
        if (reader.TokenType != JsonTokenType.String) return new MessageFault("ch", "has to be a string");
        Channel = LiveChannels.Parse(reader.Name());
        return Channel is null ? new MessageFault("ch", $"is unknown; known are {LiveChannels.All}") : null;
    }

    private MessageFault? ReadSession(scoped ref Utf8JsonReader reader, ReadOnlySpan<byte> json)
    {
        reader.Read();
        if (!Session.IsEmpty) return new MessageFault("ss", "is there twice");
        if (reader.TokenType != JsonTokenType.StartObject) return new MessageFault("ss", "has to be an object");
        Session = reader.TakeRaw(json);
        return null;
    }

    private MessageFault? ReadSdp(scoped ref Utf8JsonReader reader, ReadOnlySpan<byte> json)
    {
        reader.Read();
        if (!Sdp.IsEmpty) return new MessageFault("sdp", "is there twice");
        if (reader.TokenType is not (JsonTokenType.String or JsonTokenType.Null))
            return new MessageFault("sdp", "has to be a string");
        Sdp = reader.TakeRaw(json);
        return null;
    }

    private MessageFault? ReadTo(scoped ref Utf8JsonReader reader)
    {
        reader.Read();
        if (hasTo) return new MessageFault("to", "is there twice");
        hasTo = true;
        if (reader.TokenType == JsonTokenType.Null) return null;
        if (reader.TokenType == JsonTokenType.String) return TakeName(ref reader, "to", ref ToUser);
        if (reader.TokenType != JsonTokenType.StartObject)
            return new MessageFault("to", "has to be a user's id, or an object with userId and sessionId");

        MessageFault? fault = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var wrong = reader.ValueTextEquals("userId"u8) ? ReadName(ref reader, "to.userId", ref ToUser)
                : reader.ValueTextEquals("sessionId"u8) ? ReadName(ref reader, "to.sessionId", ref ToSession)
                : Pass(ref reader);
            if (wrong is not null) reader.Skip();
            fault ??= wrong;
        }

        return fault ?? (ToUser is null ? new MessageFault("to.userId", "is missing")
            : ToSession is null ? new MessageFault("to.sessionId", "is missing")
            : null);
    }

    private MessageFault? ReadOptions(scoped ref Utf8JsonReader reader)
    {
        reader.Read();
        if (hasOptions) return new MessageFault("op", "is there twice");
        hasOptions = true;
        if (reader.TokenType == JsonTokenType.Null) return null;
        if (reader.TokenType != JsonTokenType.StartObject) return new MessageFault("op", "has to be an object");

        MessageFault? fault = null;
        bool? creating = null, restarting = null, hls = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var wrong = reader.ValueTextEquals("roomCreating"u8) ? ReadFlag(ref reader, "op.roomCreating", ref creating)
                : reader.ValueTextEquals("restarting"u8) ? ReadFlag(ref reader, "op.restarting", ref restarting)
                : reader.ValueTextEquals("hlsForwarding"u8) ? ReadFlag(ref reader, "op.hlsForwarding", ref hls)
                : reader.ValueTextEquals("resume"u8) ? ReadResume(ref reader)
                : reader.ValueTextEquals("seq"u8) ? ReadSeq(ref reader)
                : Pass(ref reader);
            if (wrong is not null) reader.Skip();
            fault ??= wrong;
        }

        (Creating, Restarting, Hls) = (creating is true, restarting is true, hls is true);
        return fault;
    }

    private MessageFault? ReadResume(scoped ref Utf8JsonReader reader)
    {
        reader.Read();
        if (Resume is not null) return new MessageFault("op.resume", "is there twice");
        if (reader.TokenType != JsonTokenType.String)
            return new MessageFault("op.resume", "has to be the token of the last answer, or empty");
        Resume = reader.GetString();
        return null;
    }

    private MessageFault? ReadSeq(scoped ref Utf8JsonReader reader)
    {
        reader.Read();
        return reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out Seen) && Seen >= 0
            ? null
            : new MessageFault("op.seq", "has to be the number of the last message that came, from 0 on");
    }

    private MessageFault? ReadBid(scoped ref Utf8JsonReader reader, ReadOnlySpan<byte> json)
    {
        reader.Read();
        if (!Bid.IsEmpty) return new MessageFault("bid", "is there twice");
        if (reader.TokenType is not (JsonTokenType.String or JsonTokenType.Number))
            return new MessageFault("bid", "has to be a string or a number");
        Bid = reader.TakeRaw(json);
        return Bid.Length > LongestBid ? new MessageFault("bid", $"is longer than {LongestBid} bytes") : null;
    }

    private static MessageFault? ReadFlag(scoped ref Utf8JsonReader reader, string field, ref bool? value)
    {
        reader.Read();
        if (value is not null) return new MessageFault(field, "is there twice");
        if (reader.TokenType is not (JsonTokenType.True or JsonTokenType.False))
            return new MessageFault(field, "has to be true or false");
        value = reader.TokenType == JsonTokenType.True;
        return null;
    }

    private static MessageFault? ReadName(scoped ref Utf8JsonReader reader, string field, ref string? value)
    {
        reader.Read();
        return TakeName(ref reader, field, ref value);
    }

    private static MessageFault? TakeName(scoped ref Utf8JsonReader reader, string field, ref string? value)
    {
        if (value is not null) return new MessageFault(field, "is there twice");
        if (reader.TokenType != JsonTokenType.String) return new MessageFault(field, "has to be a string");
        value = reader.Name();
        return value.Length is 0 or > UserIds.MaxLength
            ? new MessageFault(field, $"has to have 1 to {UserIds.MaxLength} characters")
            : null;
    }

    private static MessageFault? Pass(scoped ref Utf8JsonReader reader)
    {
        reader.Skip();
        return null;
    }
}
