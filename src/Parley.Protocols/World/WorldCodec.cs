using System.Text.Json;
using Parley.Core.Messages;

namespace Parley.Protocols.World;

/// <summary>Writes events as <c>world</c> says them. Presence, which is written most, has a writer of its own.</summary>
internal sealed partial class WorldCodec : ICodec
{
    /// <inheritdoc/>
    public Frame Encode(Event message) => message switch
    {
        ErrorEvent error => Build("ERROR", error, WriteError),
        PeerJoined joined => Build("PEER_JOINED", joined, WriteJoined),
        PeerLeft left => Build("PEER_LEFT", left, static (json, l) => json.WriteString("user_id"u8, l.UserId)),
        PositionCorrection correction => Build("POSITION_CORRECTION", correction, WriteCorrection),
        ZoneTransitioned transitioned => Build("ZONE_TRANSITIONED", transitioned, WriteTransitioned),
        WorldState state => Build("WORLD_STATE", state, WriteState),
        Connected connected => Build("CONNECTED", connected, WriteConnected),
        _ => EncodeRule(message),
    };

    /// <summary>
    /// A signal as the receiver gets it: the body as it was sent, and the sender as the server knows it. Written straight
    /// into the frame, so that relaying copies the body once.
    /// </summary>
    public Signal Relay(WorldType type, in SignalPayload payload, WorldUser sender)
    {
        var name = type.NameUtf8();
        var field = type == WorldType.IceCandidate ? "candidate"u8 : "sdp"u8;
        var before = "{\"type\":\"\",\"payload\":{\"from\":,\"\":"u8.Length + name.Length + sender.RawId.Length + field.Length;
        var frame = Frame.Allocate(
            FrameOpcode.Text, before + payload.Body.Length + "},\"protocol_version\":1}"u8.Length, out var body);
        var to = new SpanWriter(body);
        to.Write("{\"type\":\""u8);
        to.Write(name);
        to.Write("\",\"payload\":{\"from\":"u8);
        to.Write(sender.RawId);
        to.Write(",\""u8);
        to.Write(field);
        to.Write("\":"u8);
        to.Write(payload.Body);
        to.Write("},\"protocol_version\":1}"u8);
        return new Signal(
            type.Kind(), WorldProtocol.Name, sender.Id, payload.To, negotiation: null, this, frame,
            frame.Payload.Slice(before, payload.Body.Length));
    }

    private static Frame Build<T>(string type, T message, Action<Utf8JsonWriter, T> writePayload) =>
        JsonFrame.Build(FrameOpcode.Text, (type, message, writePayload), static (json, state) =>
        {
            json.WriteStartObject();
            json.WriteString("type"u8, state.type);
            json.WriteStartObject("payload"u8);
            state.writePayload(json, state.message);
            json.WriteEndObject();
            json.WriteNumber("protocol_version"u8, WorldEnvelope.Version);
            json.WriteEndObject();
        });

    private static void WriteError(Utf8JsonWriter json, ErrorEvent error)
    {
        json.WriteString("code"u8, WorldErrors.NameOf(error.Code));
        json.WriteString("message"u8, error.Message);
        json.WriteStartObject("details"u8);
        if (error.OffendingType is { } type) json.WriteString("type"u8, type);
        if (error.Field is { } field) json.WriteString("field"u8, field);
        if (error.Reason is { } reason) json.WriteString("reason"u8, reason);
        if (error.Receiver is { } receiver) json.WriteString("to"u8, receiver);
        if (error.RetryAfterMilliseconds is { } retryAfter) json.WriteNumber("retry_after_ms"u8, retryAfter);
        if (error.Reason == WorldSession.OtherVersion)
        {
            json.WriteStartArray("supported_versions"u8);
            json.WriteNumberValue(WorldEnvelope.Version);
            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    private static void WriteConnected(Utf8JsonWriter json, Connected connected)
    {
        json.WriteStartObject("user"u8);
        connected.User.WriteFields(json);
        json.WriteEndObject();
        json.WriteString("server_version"u8, connected.ServerVersion);
        json.WriteResume(connected.Resume);
    }

    private static void WriteState(Utf8JsonWriter json, WorldState state)
    {
        json.WriteString("world_id"u8, state.Zone.WorldId);
        WriteZone(json, "current_zone"u8, state.Zone);
        json.WriteString("media_topology"u8, state.Topology.NameUtf8());
        WritePeople(json, "peers"u8, state.Peers);
        WriteSeen(json, state.Self);
        json.WriteString("version"u8, state.Version);
        json.WriteBoolean("sfu_available"u8, state.SfuAvailable);
        WriteObjects(json, state.Objects);
    }

    private static void WriteTransitioned(Utf8JsonWriter json, ZoneTransitioned transitioned)
    {
        WriteZone(json, "zone"u8, transitioned.Zone);
        WritePeople(json, "presence_snapshot"u8, transitioned.Peers);
        json.WriteString("media_topology"u8, transitioned.Topology.NameUtf8());
        WritePosition(json, "position"u8, transitioned.Self.Presence.Position);
        WriteMute(json, transitioned.Self);
        WriteObjects(json, transitioned.Objects);
    }

    private static void WriteJoined(Utf8JsonWriter json, PeerJoined joined)
    {
        json.WriteStartObject("user"u8);
        joined.Peer.User.WriteFields(json);
        json.WriteEndObject();
        WriteSeen(json, joined.Peer);
    }

    private static void WriteCorrection(Utf8JsonWriter json, PositionCorrection correction)
    {
        WritePosition(json, "correct_position"u8, correction.Position);
        json.WriteString("reason"u8, correction.Reason.NameUtf8());
    }

    private static void WriteZone(Utf8JsonWriter json, ReadOnlySpan<byte> name, ZoneName zone)
    {
        json.WriteStartObject(name);
        json.WriteString("zone_id"u8, zone.Id);
        json.WriteString("zone_type"u8, zone.Type.ToString());
        json.WriteString("world_id"u8, zone.WorldId);
        json.WriteEndObject();
    }

    private static void WritePeople(Utf8JsonWriter json, ReadOnlySpan<byte> name, IReadOnlyList<Seen> people)
    {
        json.WriteStartArray(name);
        foreach (var person in people)
        {
            json.WriteStartObject();
            person.User.WriteFields(json);
            WriteSeen(json, person);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteSeen(Utf8JsonWriter json, Seen person)
    {
        var presence = person.Presence;
        WritePosition(json, "position"u8, presence.Position);
        json.WritePropertyName("facing"u8);
        json.WriteRawValue(presence.Facing.Span, skipInputValidation: true);
        json.WriteString("state"u8, presence.Stance.NameUtf8());
        WriteMute(json, person);
    }

    private static void WriteMute(Utf8JsonWriter json, Seen person)
    {
        if (person.MutedFor is { } seconds) json.WriteNumber("muted_for"u8, seconds);
    }

    private static void WritePosition(Utf8JsonWriter json, ReadOnlySpan<byte> name, in WirePosition position)
    {
        json.WriteStartObject(name);
        json.WritePropertyName("x"u8);
        json.WriteRawValue(position.X.Span, skipInputValidation: true);
        json.WritePropertyName("y"u8);
        json.WriteRawValue(position.Y.Span, skipInputValidation: true);
        json.WriteEndObject();
    }
}
