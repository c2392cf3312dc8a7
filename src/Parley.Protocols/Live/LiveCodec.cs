using System.Text.Json;
using Parley.Core.Messages;
using Parley.Core.Resuming;

namespace Parley.Protocols.Live;

/// <summary>Writes events as <c>live</c> says them: acks <c>{c, s, b}</c>, and bare signals.</summary>
internal sealed class LiveCodec : ICodec
{
    /// <inheritdoc/>
    public Frame Encode(Event message) => message switch
    {
        Signal signal => Frame.Of(FrameOpcode.Text, signal.Body.Span),
        LiveJoined joined => Build("JOIN", joined, WriteJoined),
        LiveOfferAnswered answered => Build("OFFER", answered, WriteAnswered),
        LiveWatched watched => Build("WATCH", watched, WriteWatched),
        LivePublishersChanged changed => Build("PUBLISH_LIST_CHANGED", changed, static (json, list) =>
        {
            WritePublishers(json, list.Publishers);
            json.WriteString("rid"u8, list.Rid);
        }),
        LiveHeard heard => Build("HEARTBEAT", heard, WriteHeard),
        // Whoever speaks another protocol waits for it; this one's clients don't.
        LiveDone { Request.Type: LiveSignalType.Answer } => default,
        LiveDone done => Build(done.Request.Type.Name(), done, static (json, what) => json.WriteString("rid"u8, what.Rid)),
        LiveRefused refused => Build(refused.Request.Type.Name(), refused, WriteRefused, refused.Code),
        LiveOfferAgain again => JsonFrame.Build(FrameOpcode.Text, again, static (json, asked) =>
        {
            json.WriteStartObject();
            json.WriteString("s"u8, "OFFER"u8);
            json.WriteString("rid"u8, asked.Rid);
            json.WriteStartObject("op"u8);
            json.WriteBoolean("restarting"u8, true);
            json.WriteEndObject();
            json.WriteEndObject();
        }),
        LivePutOut putOut => JsonFrame.Build(FrameOpcode.Text, putOut, static (json, told) =>
        {
            json.WriteStartObject();
            json.WriteString("s"u8, "KICK"u8);
            json.WriteString("ch"u8, told.Channel.Name());
            json.WriteString("rid"u8, told.Rid);
            json.WriteString("msg"u8, told.Reason);
            json.WriteEndObject();
        }),
        _ => default,
    };

    /// <summary>What became of the JOIN of a client that asked for resuming: taken, or refused.</summary>
    public static Frame Write(Event message, ResumeAnswer answer) => message is LiveRefused refused
        ? Build("JOIN", (refused, answer), static (json, said) =>
        {
            WriteRefused(json, said.refused);
            json.WriteResume(said.answer);
        }, refused.Code)
        : Build("JOIN", (joined: (LiveJoined)message, answer), static (json, said) =>
        {
            WriteJoined(json, said.joined);
            json.WriteResume(said.answer);
        });

    /// <summary>The answer that missed messages follow.</summary>
    public static Frame WriteResumed(string rid, ResumeAnswer answer) => Build("JOIN", (rid, answer), static (json, said) =>
    {
        json.WriteString("rid"u8, said.rid);
        json.WriteResume(said.answer);
    });

    /// <summary>A signal as another gets it: as it was sent, copied once into the frame.</summary>
    public Signal Relay(in LiveEnvelope envelope, string sender)
    {
        var frame = Frame.Of(FrameOpcode.Text, envelope.Data);
        return new Signal(
            envelope.Type.Kind(), LiveProtocol.Name, sender, envelope.ToUser, envelope.Rid, this, frame, frame.Payload);
    }

    private static Frame Build<T>(string signal, T message, Action<Utf8JsonWriter, T> writeBody, LiveCode code = LiveCode.Ok) =>
        JsonFrame.Build(FrameOpcode.Text, (signal, message, writeBody, code), static (json, state) =>
        {
            json.WriteStartObject();
            json.WriteNumber("c"u8, (int)state.code);
            json.WriteString("s"u8, state.signal);
            json.WriteStartObject("b"u8);
            state.writeBody(json, state.message);
            json.WriteEndObject();
            json.WriteEndObject();
        });

    private static void WriteJoined(Utf8JsonWriter json, LiveJoined joined)
    {
        WritePublishers(json, joined.Publishers);
        json.WriteString("rid"u8, joined.Rid);
        json.WriteString("pt"u8, joined.Role == LiveRole.Publisher ? "publisher"u8 : "viewer"u8);
        json.WriteString("eg"u8, "native"u8);
        json.WriteStartObject("icfg"u8);
        json.WriteStartArray("is"u8);
        foreach (var url in joined.IceServers.SelectMany(s => s.Urls)) json.WriteStringValue(url);
        json.WriteEndArray();
        json.WriteIceServers("ice"u8, joined.IceServers);
        json.WriteEndObject();
    }

    private static void WriteAnswered(Utf8JsonWriter json, LiveOfferAnswered answered)
    {
        json.WriteString("rid"u8, answered.Rid);
        json.WriteString("sdp"u8, answered.Sdp);
        if (answered.Hls is { } hls) json.WriteString("hls"u8, hls);
    }

    private static void WriteWatched(Utf8JsonWriter json, LiveWatched watched)
    {
        json.WriteStartArray("pps"u8);
        WritePublisher(json, watched.Publisher, watched.Sdp);
        json.WriteEndArray();
        json.WriteString("rid"u8, watched.Rid);
    }

    private static void WriteHeard(Utf8JsonWriter json, LiveHeard heard)
    {
        WritePublishers(json, heard.Publishers);
        json.WriteString("rid"u8, heard.Rid);
        json.WritePropertyName("bid"u8);
        json.WriteRawValue(heard.Bid.Span, skipInputValidation: true);
    }

    private static void WriteRefused(Utf8JsonWriter json, LiveRefused refused)
    {
        json.WritePropertyName("req"u8);
        if (refused.Request.Signal.IsEmpty) json.WriteNullValue();
        else json.WriteRawValue(refused.Request.Signal.Span, skipInputValidation: true);
        json.WriteString("msg"u8, refused.Message);
        if (refused.Reason is not { } reason) return;
        json.WriteStartObject("details"u8);
        json.WriteString("reason"u8, reason);
        json.WriteEndObject();
    }

    private static void WritePublishers(Utf8JsonWriter json, IReadOnlyList<LivePublisher> publishers)
    {
        json.WriteStartArray("pps"u8);
        foreach (var publisher in publishers) WritePublisher(json, publisher, sdp: null);
        json.WriteEndArray();
    }

    private static void WritePublisher(Utf8JsonWriter json, LivePublisher publisher, string? sdp)
    {
        var (session, profile) = (publisher.Session, publisher.Profile);
        json.WriteStartObject();
        json.WriteString("id"u8, session.UserId);
        json.WriteString("sessionId"u8, session.SessionId);
        json.WriteBoolean("video"u8, publisher.Video);
        json.WriteBoolean("audio"u8, publisher.Audio);
        json.WriteString("username"u8, profile.Username);
        json.WriteString("fullname"u8, profile.Fullname);
        json.WriteString("avatar"u8, profile.Avatar);
        json.WriteString("host"u8, session.Host);
        json.WriteString("category"u8, session.Category);
        json.WriteString("deviceId"u8, session.DeviceId);
        if (publisher.Hls is { } hls) json.WriteString("hls"u8, hls);
        if (sdp is not null) json.WriteString("sdp"u8, sdp);
        json.WriteEndObject();
    }
}
