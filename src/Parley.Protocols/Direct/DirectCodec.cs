using System.Text.Json;
using Parley.Core.Messages;
using Parley.Core.Users;

namespace Parley.Protocols.Direct;

/// <summary>
/// Writes events as <c>direct</c> says them, in text frames or, for clients that send binary ones, in binary.
/// </summary>
public sealed class DirectCodec : ICodec
{
    private readonly TimeProvider time;
    private readonly DirectCodec? text;

    private DirectCodec(TimeProvider time, DirectCodec? text) => (this.time, this.text) = (time, text);

    /// <summary>The codec for text frames and the one for binary frames.</summary>
    public static (DirectCodec Text, DirectCodec Binary) Create(TimeProvider time)
    {
        var text = new DirectCodec(time, null);
        return (text, new DirectCodec(time, text));
    }

    /// <inheritdoc/>
    public Frame Encode(Event message)
    {
        if (text is not null)
        {
            var frame = message.FrameFor(text);
            return frame.IsEmpty ? frame : Frame.Of(FrameOpcode.Binary, frame.Payload.Span);
        }

        return message switch
        {
            ErrorEvent error => Build("error", error, WriteError),
            StatusChanged changed => Build("status_change", changed, WriteStatus),
            AnsweredElsewhere answered => Build("status_change", answered, WriteAnswered),
            Registered registered => Build("register", registered, WriteRegistered),
            _ => default,
        };
    }

    /// <summary>
    /// A signal as the receiver gets it: the sender's own payload and timestamp, and the sender as the server knows it.
    /// Written straight into the frame, so that relaying copies the payload once.
    /// </summary>
    internal Signal Relay(in DirectEnvelope envelope, string sender, ReadOnlySpan<byte> rawSender)
    {
        var type = envelope.Type.NameUtf8();
        Span<byte> now = stackalloc byte[32];
        var timestamp = envelope.Timestamp.IsEmpty ? Now(now) : envelope.Timestamp;

        var length = "{\"type\":\"\",\"payload\":,\"timestamp\":,\"sender\":,\"receiver\":}"u8.Length
            + type.Length + envelope.Payload.Length + timestamp.Length + rawSender.Length + envelope.RawReceiver.Length;
        var frame = Frame.Allocate(FrameOpcode.Text, length, out var body);
        var to = new SpanWriter(body);
        to.Write("{\"type\":\""u8);
        to.Write(type);
        to.Write("\",\"payload\":"u8);
        to.Write(envelope.Payload);
        to.Write(",\"timestamp\":"u8);
        to.Write(timestamp);
        to.Write(",\"sender\":"u8);
        to.Write(rawSender);
        to.Write(",\"receiver\":"u8);
        to.Write(envelope.RawReceiver);
        to.Write("}"u8);

        return new Signal(
            envelope.Type.Kind(), DirectProtocol.Name, sender, envelope.Receiver, envelope.ConnectionId, this, frame,
            frame.Payload.Slice("{\"type\":\"\",\"payload\":"u8.Length + type.Length, envelope.Payload.Length));
    }

    /// <summary>A heartbeat goes back as it came.</summary>
    internal Frame Heartbeat(in DirectEnvelope envelope)
    {
        Span<byte> now = stackalloc byte[32];
        var timestamp = envelope.Timestamp.IsEmpty ? Now(now) : envelope.Timestamp;
        var payload = envelope.Payload.IsEmpty ? "{}"u8 : envelope.Payload;

        var length = "{\"type\":\"heartbeat\",\"payload\":,\"timestamp\":}"u8.Length + payload.Length + timestamp.Length;
        var opcode = text is null ? FrameOpcode.Text : FrameOpcode.Binary;
        var frame = Frame.Allocate(opcode, length, out var body);
        var to = new SpanWriter(body);
        to.Write("{\"type\":\"heartbeat\",\"payload\":"u8);
        to.Write(payload);
        to.Write(",\"timestamp\":"u8);
        to.Write(timestamp);
        to.Write("}"u8);
        return frame;
    }

    private Span<byte> Now(Span<byte> buffer)
    {
        buffer[0] = (byte)'"';
        time.GetUtcNow().UtcDateTime.TryFormat(
            buffer[1..], out var length, Timestamp.Format, System.Globalization.CultureInfo.InvariantCulture);
        buffer[length + 1] = (byte)'"';
        return buffer[..(length + 2)];
    }

    private Frame Build<T>(string type, T message, Action<Utf8JsonWriter, T> writePayload) =>
        JsonFrame.Build(FrameOpcode.Text, (type, message, writePayload, time), static (json, state) =>
        {
            json.WriteStartObject();
            json.WriteString("type"u8, state.type);
            json.WriteStartObject("payload"u8);
            state.writePayload(json, state.message);
            json.WriteEndObject();
            json.WriteTimestamp("timestamp"u8, state.time.GetUtcNow());
            if (state.message is StatusChanged { Receiver: { } receiver } status)
            {
                json.WriteString("sender"u8, status.Presence.UserId);
                json.WriteString("receiver"u8, receiver);
            }

            json.WriteEndObject();
        });

    private static void WriteError(Utf8JsonWriter json, ErrorEvent error)
    {
        json.WriteString("code"u8, DirectErrors.NameOf(error.Code));
        json.WriteString("message"u8, error.Message);
        json.WriteStartObject("details"u8);
        if (error.OffendingType is { } type) json.WriteString("type"u8, type);
        if (error.Field is { } field) json.WriteString("field"u8, field);
        if (error.Negotiation is { } negotiation) json.WriteString("connection_id"u8, negotiation);
        if (error.Receiver is { } receiver) json.WriteString("receiver"u8, receiver);
        if (error.RetryAfterMilliseconds is { } retryAfter) json.WriteNumber("retryAfterMs"u8, retryAfter);
        json.WriteEndObject();
    }

    private static void WriteStatus(Utf8JsonWriter json, StatusChanged changed)
    {
        WritePresence(json, changed.Presence);
        if (changed.Negotiation is { } negotiation) json.WriteString("connection_id"u8, negotiation);
    }

    private static void WriteAnswered(Utf8JsonWriter json, AnsweredElsewhere answered)
    {
        json.WriteString("user_id"u8, answered.UserId);
        json.WriteString("status"u8, "answered_elsewhere"u8);
        json.WriteString("connection_id"u8, answered.Negotiation);
    }

    private static void WriteRegistered(Utf8JsonWriter json, Registered registered)
    {
        json.WriteString("status"u8, "accepted"u8);
        json.WriteString("user_id"u8, registered.UserId);
        json.WriteString("connection_id"u8, registered.ConnectionId);
        json.WriteNumber("heartbeat_interval"u8, (int)registered.HeartbeatInterval.TotalSeconds);
        json.WriteIceServers("ice_servers"u8, registered.IceServers);
        if (registered.Contacts is { } contacts)
        {
            json.WriteStartArray("peers"u8);
            foreach (var peer in contacts)
            {
                json.WriteStartObject();
                WritePresence(json, peer);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        json.WriteResume(registered.Resume);
    }

    private static void WritePresence(Utf8JsonWriter json, UserPresence presence)
    {
        json.WriteString("user_id"u8, presence.UserId);
        json.WriteString("status"u8, DirectStatus.NameOf(presence.Status));
        if (presence.LastSeen is { } lastSeen) json.WriteTimestamp("last_seen"u8, lastSeen);
        else json.WriteNull("last_seen"u8);
    }
}
