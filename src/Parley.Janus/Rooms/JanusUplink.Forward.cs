using System.Text.Json;
using Parley.Janus.Api;
using Parley.Janus.Hls;

namespace Parley.Janus.Rooms;

/// <summary>A publisher's media as plain RTP, for programs beside Janus.</summary>
internal sealed partial class JanusUplink
{
    /// <summary>Has Janus send RTP until that is stopped, or the stream ends.</summary>
    /// <param name="targets">What goes where, as Janus reaches it.</param>
    /// <param name="cancellationToken">Gives it up.</param>
    /// <exception cref="Core.Media.MediaException">Janus said no, or nothing.</exception>
    public async Task<RtpForward> ForwardAsync(IReadOnlyList<RtpTarget> targets, CancellationToken cancellationToken)
    {
        CheckEnded();
        var answer = await Room.AskAsync(
            json =>
            {
                Begin(json, "rtp_forward");
                json.WriteString("host", targets[0].Address.ToString());
                json.WriteStartArray("streams");
                foreach (var target in targets) Write(json, target);
                json.WriteEndArray();
            },
            cancellationToken);
        var forwarders = answer.Plugin.TryGetProperty("forwarders", out var list) && list.ValueKind == JsonValueKind.Array
            ? list.EnumerateArray().Select(f => JanusMessage.Number(f, "stream_id")).ToArray()
            : [];
        return new RtpForward(this, forwarders);
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

    private static void Write(Utf8JsonWriter json, RtpTarget target)
    {
        json.WriteStartObject();
        json.WriteString("mid", target.Mid);
        json.WriteNumber("port", target.Port);
        json.WriteNumber("pt", target.PayloadType);
        json.WriteNumber("ssrc", target.Ssrc);
        if (target.Simulcast) json.WriteBoolean("simulcast", true); // of a single quality Janus would send nothing then
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
