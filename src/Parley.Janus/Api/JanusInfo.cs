using System.Text.Json;

namespace Parley.Janus.Api;

/// <summary>What a Janus says of itself.</summary>
/// <param name="Version">Like <c>1.1.2</c>.</param>
/// <param name="Reclaim">Its <c>reclaim_session_timeout</c>; 0 ends sessions with their connection.</param>
internal sealed record JanusInfo(string Version, TimeSpan Reclaim)
{
    /// <summary>The plugin that makes rooms.</summary>
    public const string VideoRoom = "janus.plugin.videoroom";

    /// <exception cref="JanusException">It is not what is needed here; says what to change.</exception>
    public static JanusInfo From(JanusMessage info)
    {
        if (!info.Root.TryGetProperty("plugins", out var plugins) || plugins.ValueKind != JsonValueKind.Object
            || !plugins.TryGetProperty(VideoRoom, out _))
            throw Unfit($"it has no plugin {VideoRoom}");
        if (JanusMessage.Flag(info.Root, "full-trickle"))
            throw Unfit("its full_trickle is on, so that its SDP lacks candidates; turn that off in janus.jcfg");
        return new(
            JanusMessage.Text(info.Root, "version_string") ?? "unknown",
            TimeSpan.FromSeconds(JanusMessage.Number(info.Root, "reclaim-session-timeout")));
    }

    private static JanusException Unfit(string why) => new(JanusException.NoAnswer, $"This Janus can't be used: {why}.");
}
