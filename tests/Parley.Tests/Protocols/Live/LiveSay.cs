using System.Text.Json;
using Parley.Tests.Media;

namespace Parley.Tests.Protocols.Live;

/// <summary>What clients of <c>live</c> say, as JSON.</summary>
internal static class LiveSay
{
    /// <summary>A user's session on a laptop.</summary>
    public static string Session(string user, string session = "1", string category = "stream") =>
        $$"""{"userId":"{{user}}","sessionId":"{{user}}-{{session}}","category":"{{category}}","host":"Web","deviceId":"laptop"}""";

    /// <summary>The session of a user's screen.</summary>
    public static string Screen(string user) => Session(user, "screen", "screenshare");

    public static string To(string user, string session = "1") => $$"""{"userId":"{{user}}","sessionId":"{{user}}-{{session}}"}""";

    /// <summary>SDP with a section for each medium, as a JSON string.</summary>
    public static string Sdp(params string[] media) => Text(FakeSdp.Offer(media));

    public static string Text(string text) => JsonSerializer.Serialize(text);

    /// <summary>An entry of <c>pps</c>.</summary>
    /// <param name="user">Who.</param>
    /// <param name="video">Whether it sends video.</param>
    /// <param name="audio">Whether it sends audio.</param>
    /// <param name="more">Further fields, with a comma in front.</param>
    /// <param name="session">Which of the user's sessions.</param>
    /// <param name="category">Its category.</param>
    public static string Publisher(
        string user, bool video, bool audio, string more = "", string session = "1", string category = "stream") =>
        $$"""
        {"id":"{{user}}","sessionId":"{{user}}-{{session}}","video":{{(video ? "true" : "false")}},"audio":{{(audio ? "true" : "false")}},"username":"{{user}}","fullname":"{{user}}","avatar":"","host":"Web","category":"{{category}}","deviceId":"laptop"{{more}}}
        """;

    /// <summary>A whole frame.</summary>
    /// <param name="action">The frame's.</param>
    /// <param name="signal">The signal's <c>s</c>.</param>
    /// <param name="channel">Its <c>ch</c>.</param>
    /// <param name="session">Its <c>ss</c>: JSON.</param>
    /// <param name="rid">The room.</param>
    /// <param name="more">Further fields, with a comma in front.</param>
    public static string Frame(string action, string signal, string channel, string session, string rid, string more = "") =>
        $$$"""{"action":"{{{action}}}","data":{"s":"{{{signal}}}","ch":"{{{channel}}}","ss":{{{session}}},"rid":"{{{rid}}}"{{{more}}}}}""";
}
