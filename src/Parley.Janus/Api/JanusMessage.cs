using System.Text.Json;

namespace Parley.Janus.Api;

/// <summary>
/// What Janus sent: an answer or an event (https://janus.conf.meetecho.com/docs/rest.html#WS).
/// </summary>
internal sealed record JanusMessage(string Kind, JsonElement Root)
{
    private static readonly JsonDocumentOptions Json = new() { MaxDepth = 32 };

    /// <summary>Which request it answers; <c>null</c> for what nobody asked for.</summary>
    public string? Transaction => Text(Root, "transaction");

    /// <summary>Which handle it is about; 0 for none.</summary>
    public ulong Sender => Number(Root, "sender");

    /// <summary>Which session it is about; 0 for none.</summary>
    public ulong Session => Number(Root, "session_id");

    /// <summary>The id of what was made; 0 for none.</summary>
    public ulong Id => Root.TryGetProperty("data", out var data) ? Number(data, "id") : 0;

    /// <summary>What the plugin said; undefined when it said nothing.</summary>
    public JsonElement Plugin =>
        Root.TryGetProperty("plugindata", out var plugin) && plugin.ValueKind == JsonValueKind.Object
        && plugin.TryGetProperty("data", out var data) && data.ValueKind == JsonValueKind.Object
            ? data
            : default;

    /// <summary>The SDP that came along; or <c>null</c>.</summary>
    public string? Sdp => Root.TryGetProperty("jsep", out var jsep) ? Text(jsep, "sdp") : null;

    /// <summary>Why a connection ended.</summary>
    public string Reason => Text(Root, "reason") ?? "no reason given";

    /// <exception cref="JsonException">It is no message of Janus's.</exception>
    public static JanusMessage Parse(ReadOnlyMemory<byte> bytes)
    {
        using var document = JsonDocument.Parse(bytes, Json);
        var root = document.RootElement;
        if (root.ValueKind != JsonValueKind.Object || Text(root, "janus") is not { } kind)
            throw new JsonException("That is no message of Janus's: it has no \"janus\".");
        return new(kind, root.Clone());
    }

    /// <summary>The error in it, Janus's own or the plugin's; or <c>null</c>.</summary>
    public JanusException? Error()
    {
        if (Kind == "error" && Root.TryGetProperty("error", out var error))
            return new((int)Number(error, "code"), Text(error, "reason") ?? "no reason given");
        return Plugin is { ValueKind: JsonValueKind.Object } plugin && Number(plugin, "error_code") is var code and > 0
            ? new((int)code, Text(plugin, "error") ?? "no reason given")
            : null;
    }

    public static string? Text(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;

    public static ulong Number(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value)
        && value.ValueKind == JsonValueKind.Number && value.TryGetUInt64(out var number)
            ? number
            : 0;

    public static bool Flag(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.True;
}
