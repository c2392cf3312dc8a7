using System.Text.Json;
using System.Text.Json.Nodes;

namespace Parley.Tests.Protocols.World.Rules;

/// <summary>What people say about objects, topology and moderation, and how tests read the answers.</summary>
internal static class Say
{
    public static IReadOnlyList<string> Request(this Person person, string thing, string action = "sit") =>
        person.Ask(Message("INTERACT_REQUEST", ("object_id", thing), ("action", action)));

    public static IReadOnlyList<string> End(this Person person, string thing, string? lockId) =>
        person.Ask(Message("INTERACT_END", ("object_id", thing), ("lock_id", lockId)));

    /// <summary>Gets the object, and returns the lock.</summary>
    public static string Take(this Person person, string thing, string action = "sit") =>
        person.Request(thing, action)[0].Field("lock_id");

    public static IReadOnlyList<string> Mute(this Person person, string target, int seconds = 60) =>
        person.Ask($$$"""{"type":"MUTE_USER","payload":{"target_user_id":"{{{target}}}","duration":{{{seconds}}}}}""");

    public static IReadOnlyList<string> RemoveFrom(this Person person, string target, string zone) =>
        person.Ask(Message("REMOVE_FROM_ZONE", ("target_user_id", target), ("zone_id", zone)));

    public static IReadOnlyList<string> Kick(this Person person, string target, string world = "office") =>
        person.Ask(Message("KICK_FROM_WORLD", ("target_user_id", target), ("world_id", world)));

    public static IReadOnlyList<string> IceFailed(this Person person, string peer) => person.Ask(Message("ICE_FAILED", ("peer_id", peer)));

    public static IReadOnlyList<string> SfuConnected(this Person person, string zone = "meet") =>
        person.Ask(Message("SFU_CONNECTED", ("zone_id", zone)));

    public static IReadOnlyList<string> SfuDisconnected(this Person person, string reason, string zone = "meet") =>
        person.Ask(Message("SFU_DISCONNECTED", ("zone_id", zone), ("reason", reason)));

    public static IReadOnlyList<string> Offer(this Person person, string to) =>
        person.Ask(Message("SDP_OFFER", ("to", to), ("sdp", "djowDQo=")));

    public static IReadOnlyList<string> Answer(this Person person, string to) =>
        person.Ask(Message("SDP_ANSWER", ("to", to), ("sdp", "djowDQo=")));

    /// <summary>Changes from the hall into another zone.</summary>
    public static IReadOnlyList<string> Into(this Person person, string zone, double x, double y, string from = "hall") =>
        person.Change(from, zone, x, y);

    /// <summary>A field of a message's payload.</summary>
    public static string Field(this string message, string name) =>
        JsonNode.Parse(message)!["payload"]![name]?.ToString() ?? "null";

    /// <summary>The only message of this type among those.</summary>
    public static string Only(this IEnumerable<string> messages, string type) =>
        messages.Where(m => Person.TypeOf(m) == type).ShouldHaveSingleItem();

    public static IEnumerable<string> OfType(this IEnumerable<string> messages, string type) =>
        messages.Where(m => Person.TypeOf(m) == type);

    /// <summary>The only message, an error: <c>INVALID_REQUEST zone_full</c>.</summary>
    public static string Error(this IReadOnlyList<string> messages) => Person.Error(messages.ShouldHaveSingleItem());

    public static string Message(string type, params (string Name, string? Value)[] fields) =>
        $$$"""{"type":"{{{type}}}","payload":{{{JsonSerializer.Serialize(fields.ToDictionary(f => f.Name, f => f.Value))}}}}""";
}
