using System.Text;
using System.Text.Json;
using Parley.Core.Messages;
using Parley.Core.Resuming;

namespace Parley.Protocols.ChatRoom;

/// <summary>Writes events as <c>chatroom</c> says them, signals in the envelope that the connection asked for.</summary>
public sealed class ChatRoomCodec : ICodec
{
    private readonly TimeProvider time;
    private readonly byte[] opening;

    /// <param name="time">For the welcome.</param>
    /// <param name="envelope">The outer type of signals: <c>webrtc.signal</c> or <c>signaling</c>.</param>
    public ChatRoomCodec(TimeProvider time, string envelope)
    {
        this.time = time;
        opening = Encoding.UTF8.GetBytes($"{{\"type\":\"{envelope}\",\"data\":");
    }

    /// <inheritdoc/>
    public Frame Encode(Event message) => message switch
    {
        Signal signal => Enclose(signal.Body.Span),
        AccountPresence { Joined: true } joined => Presence("user-joined"u8, joined.Account),
        AccountPresence left => Presence("user-left"u8, left.Account),
        Pong => Frame.Of(FrameOpcode.Text, "{\"type\":\"pong\"}"u8),
        Welcome welcome => Write(welcome, null),
        ErrorEvent error => JsonFrame.Build(FrameOpcode.Text, error, WriteError),
        _ => default,
    };

    /// <summary>The welcome of a client that asked for resuming.</summary>
    internal Frame Write(Welcome welcome, ResumeAnswer? answer) =>
        Write(welcome.RoomId, welcome.Account, welcome.Others, answer);

    /// <summary>The answer that missed messages follow: those say who is there.</summary>
    internal Frame WriteResumed(Account account, string roomId, ResumeAnswer answer) => Write(roomId, account, null, answer);

    /// <summary>A signal as others get it, written straight into the frame: its data is copied once.</summary>
    internal Signal Relay(in ChatEnvelope envelope, MessageKind kind, Account sender)
    {
        var inner = "{\"type\":,\"data\":,}"u8.Length + envelope.RawType.Length + envelope.DataLength
            + (envelope.To is null ? 0 : ",\"to\":"u8.Length + envelope.RawTo.Length) + sender.SenderFields.Length;
        var frame = Frame.Allocate(FrameOpcode.Text, opening.Length + inner + 1, out var body);
        var to = new SpanWriter(body);
        to.Write(opening);
        to.Write("{\"type\":"u8);
        to.Write(envelope.RawType);
        to.Write(",\"data\":"u8);
        envelope.CopyData(to.Take(envelope.DataLength));
        if (envelope.To is not null)
        {
            to.Write(",\"to\":"u8);
            to.Write(envelope.RawTo);
        }

        to.Write(","u8);
        to.Write(sender.SenderFields);
        to.Write("}}"u8);

        return new Signal(
            kind, ChatRoomProtocol.Name, sender.Id, envelope.To, negotiation: null, this, frame,
            frame.Payload.Slice(opening.Length, inner));
    }

    private Frame Enclose(ReadOnlySpan<byte> inner)
    {
        var frame = Frame.Allocate(FrameOpcode.Text, opening.Length + inner.Length + 1, out var body);
        var to = new SpanWriter(body);
        to.Write(opening);
        to.Write(inner);
        to.Write("}"u8);
        return frame;
    }

    private Frame Presence(ReadOnlySpan<byte> type, Account account) =>
        Enclose([.. "{\"type\":\""u8, .. type, .. "\",\"data\":{},"u8, .. account.SenderFields, (byte)'}']);

    private Frame Write(string roomId, Account account, IReadOnlyList<Participant>? others, ResumeAnswer? answer) =>
        JsonFrame.Build(FrameOpcode.Text, (roomId, account, others, answer, now: time.GetUtcNow()), static (json, state) =>
        {
            json.WriteStartObject();
            json.WriteString("type"u8, "webrtc"u8);
            json.WriteStartObject("data"u8);
            json.WriteString("userId"u8, state.account.Id);
            json.WriteString("roomId"u8, state.roomId);
            json.WriteString("message"u8, $"Connected to call of #{state.roomId}.");
            json.WriteTimestamp("timestamp"u8, state.now);
            if (state.others is not null) json.WriteParticipants("participants"u8, state.others);
            json.WriteResume(state.answer);
            json.WriteEndObject();
            json.WriteEndObject();
        });

    private static void WriteError(Utf8JsonWriter json, ErrorEvent error)
    {
        json.WriteStartObject();
        json.WriteString("type"u8, "error"u8);
        json.WriteString("errorMessage"u8, error.Message);
        json.WriteStartObject("data"u8);
        json.WriteString("code"u8, ChatRoomErrors.NameOf(error.Code));
        if (error.Receiver is { } receiver) json.WriteString("to"u8, receiver);
        if (error.Field is { } field) json.WriteString("field"u8, field);
        if (error.RetryAfterMilliseconds is { } retryAfter) json.WriteNumber("retryAfterMs"u8, retryAfter);
        json.WriteEndObject();
        if (error.RetryAfterMilliseconds is { } alsoOutside) json.WriteNumber("retryAfterMs"u8, alsoOutside);
        json.WriteEndObject();
    }
}
