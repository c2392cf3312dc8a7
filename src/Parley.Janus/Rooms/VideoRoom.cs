using System.Text.Json;
using Parley.Core.Media;

namespace Parley.Janus.Rooms;

/// <summary>
/// The requests of Janus's videoroom plugin that are made here (https://janus.conf.meetecho.com/docs/videoroom.html), by
/// what they write. Those about a whole room go over one handle of the session's own.
/// </summary>
internal static class VideoRoom
{
    /// <summary>Janus looks at how many publish when one begins; that many may be is decided here, where it is exact.</summary>
    private const int PublishersSlack = 2;

    public static Action<Utf8JsonWriter> Create(ulong room, string secret, string? adminKey, MediaRoomOptions options) => json =>
    {
        Request(json, "create", room);
        json.WriteString("secret", secret);
        if (adminKey is not null) json.WriteString("admin_key", adminKey);
        json.WriteString("description", Printable(options.Name));
        json.WriteBoolean("is_private", true);
        json.WriteNumber("publishers", options.MaxPublishers * PublishersSlack);
        json.WriteString("audiocodec", "opus");
        // What every browser decodes; H.264 is what programs such as OBS send.
        json.WriteString("videocodec", "vp8,h264");
        // A phone that is turned turns its picture by itself then: what is packaged as HLS has no word for "turned".
        json.WriteBoolean("videoorient_ext", false);
    };

    public static Action<Utf8JsonWriter> Destroy(ulong room, string secret) => json =>
    {
        Request(json, "destroy", room);
        json.WriteString("secret", secret);
    };

    public static Action<Utf8JsonWriter> ListParticipants(ulong room) => json => Request(json, "listparticipants", room);

    public static Action<Utf8JsonWriter> Publish(ulong room, string label) => json =>
    {
        Request(json, "joinandconfigure", room);
        json.WriteString("ptype", "publisher");
        json.WriteString("display", Printable(label));
    };

    public static Action<Utf8JsonWriter> Configure() => json => json.WriteString("request", "configure");

    public static Action<Utf8JsonWriter> Watch(ulong room, ulong feed) => json =>
    {
        Request(json, "join", room);
        json.WriteString("ptype", "subscriber");
        // A stream that ends is told to watchers by other means; they would not expect another offer from here.
        json.WriteBoolean("autoupdate", false);
        json.WriteStartArray("streams");
        json.WriteStartObject();
        json.WriteNumber("feed", feed);
        json.WriteEndObject();
        json.WriteEndArray();
    };

    public static Action<Utf8JsonWriter> Start() => json => json.WriteString("request", "start");

    /// <summary>
    /// The moderator's mute, which also stops what is forwarded. A publisher has none of its own means against it:
    /// <c>configure</c> sets another switch, and both have to be on.
    /// </summary>
    public static Action<Utf8JsonWriter> Moderate(ulong room, string secret, ulong feed, string mid, bool muted) => json =>
    {
        Request(json, "moderate", room);
        json.WriteString("secret", secret);
        json.WriteNumber("id", feed);
        json.WriteString("mid", mid);
        json.WriteBoolean("mute", muted);
    };

    private static void Request(Utf8JsonWriter json, string request, ulong room)
    {
        json.WriteString("request", request);
        json.WriteNumber("room", room);
    }

    /// <summary>For people's eyes only, so what is strange or long about it can go. Janus's JSON takes no NUL.</summary>
    private static string Printable(string name) =>
        new([.. name.Where(c => !char.IsControl(c) && !char.IsSurrogate(c)).Take(64)]);
}
