using System.Net;
using System.Text.Json;
using Parley.Janus.Api;

namespace Parley.Janus.Rooms;

/// <summary>A publisher's media as plain RTP, for programs beside Janus.</summary>
internal sealed partial class JanusUplink
{
    /// <summary>Payload types (RFC 3551) of what is forwarded, whatever the publisher's are.</summary>
    public const int AudioPayloadType = 111, VideoPayloadType = 96;

    /// <summary>Has Janus send RTP to a host until that is stopped, or the stream ends.</summary>
    /// <param name="host">Where to, as Janus reaches it.</param>
    /// <param name="audioPort">Where the first audio goes; <c>null</c>: nowhere.</param>
    /// <param name="videoPort">Where the first video goes; <c>null</c>: nowhere.</param>
    /// <param name="cancellationToken">Gives it up.</param>
    /// <exception cref="Core.Media.MediaException">Janus said no, or nothing.</exception>
    public async Task<RtpForward> ForwardAsync(IPAddress host, int? audioPort, int? videoPort, CancellationToken cancellationToken)
    {
        CheckEnded();
        var audio = audioPort is null ? null : Sections.FirstOrDefault(s => s.Kind == "audio");
        var video = videoPort is null ? null : Sections.FirstOrDefault(s => s.Kind == "video");
        var answer = await Room.AskAsync(
            json =>
            {
                Begin(json, "rtp_forward");
                json.WriteString("host", host.ToString());
                json.WriteStartArray("streams");
                if (audio is not null) Write(json, audio.Mid, audioPort!.Value, AudioPayloadType);
                if (video is not null) Write(json, video.Mid, videoPort!.Value, VideoPayloadType);
                json.WriteEndArray();
            },
            cancellationToken);
        var forwarders = answer.Plugin.TryGetProperty("forwarders", out var list) && list.ValueKind == JsonValueKind.Array
            ? list.EnumerateArray().Select(f => JanusMessage.Number(f, "stream_id")).ToArray()
            : [];
        return new RtpForward(this, forwarders, audio?.Codec, video?.Codec);
    }

    /// <summary>Asks the publisher for a whole picture, so that a decoder can begin.</summary>
    /// <exception cref="Core.Media.MediaException">Janus said no, or nothing.</exception>
    public Task RequestKeyframeAsync(CancellationToken cancellationToken) => AskAsync(
        json =>
        {
            VideoRoom.Configure()(json);
            json.WriteBoolean("keyframe", true);
        },
        null, cancellationToken);

    internal Task StopForwardAsync(ulong forwarder, CancellationToken cancellationToken) => Room.AskAsync(
        json =>
        {
            Begin(json, "stop_rtp_forward");
            json.WriteNumber("stream_id", forwarder);
        },
        cancellationToken);

    private static void Write(Utf8JsonWriter json, string mid, int port, int payloadType)
    {
        json.WriteStartObject();
        json.WriteString("mid", mid);
        json.WriteNumber("port", port);
        json.WriteNumber("pt", payloadType);
        json.WriteBoolean("simulcast", true); // of several qualities the best, as one stream
        json.WriteEndObject();
    }

    private void Begin(Utf8JsonWriter json, string request)
    {
        json.WriteString("request", request);
        json.WriteNumber("room", Room.Number);
        json.WriteString("secret", Room.Secret);
        if (Room.Session.Options.AdminKey is { } key) json.WriteString("admin_key", key);
        json.WriteNumber("publisher_id", Feed);
    }
}
