using System.Text.Json;
using Parley.Core.Media;

namespace Parley.Janus.Api;

/// <summary>Janus's end of one peer connection, or of none: what a session has many of.</summary>
internal sealed class JanusHandle(JanusSession session, ulong id)
{
    public ulong Id => id;

    /// <summary>Told of what nobody asked for: <c>webrtcup</c>, <c>hangup</c>, … Neither blocks nor throws.</summary>
    public Action<JanusMessage>? Happened { get; set; }

    /// <summary>Asks the plugin something.</summary>
    /// <param name="body">Writes the members of the request.</param>
    /// <param name="jsep">The SDP that goes along: its type and text.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="JanusException">Janus or the plugin said no, or nothing.</exception>
    public Task<JanusMessage> AskAsync(
        Action<Utf8JsonWriter> body, (string Type, string Sdp)? jsep, CancellationToken cancellationToken) =>
        session.AskAsync(
            "message", id,
            json =>
            {
                json.WriteStartObject("body");
                body(json);
                json.WriteEndObject();
                if (jsep is not var (type, sdp)) return;
                json.WriteStartObject("jsep");
                json.WriteString("type", type);
                json.WriteString("sdp", sdp);
                json.WriteEndObject();
            },
            cancellationToken);

    /// <summary>Hands on a candidate of the client's; <c>null</c> ends them.</summary>
    public void Trickle(RemoteCandidate? candidate) => session.Tell("trickle", id, json =>
    {
        json.WriteStartObject("candidate");
        if (candidate is null) json.WriteBoolean("completed", true);
        else
        {
            json.WriteString("candidate", candidate.Candidate);
            if (candidate.SdpMid is not null) json.WriteString("sdpMid", candidate.SdpMid);
            // Janus wants one of them; everything is bundled, so that the first section stands for all.
            if (candidate.SdpMLineIndex is not null || candidate.SdpMid is null)
                json.WriteNumber("sdpMLineIndex", candidate.SdpMLineIndex ?? 0);
        }

        json.WriteEndObject();
    });

    /// <summary>Ends it, and the peer connection with it, also when the control connection is broken just now. Does not fail.</summary>
    public Task DetachAsync()
    {
        session.Forget(this);
        return session.InsistAsync("detach", id, null);
    }
}
