using System.Text.Json;

namespace Parley.Tests.Protocols.World;

/// <summary>Follows what one client is told, and notes what could not be: presence of somebody who is not there, somebody who comes twice.</summary>
internal sealed class Storyline(string name)
{
    private readonly HashSet<string> peers = [];

    public string? Zone { get; private set; }

    public IReadOnlyCollection<string> Peers => peers;

    public List<string> Faults { get; } = [];

    public void Forget()
    {
        Zone = null;
        peers.Clear();
    }

    public void Follow(Person person)
    {
        foreach (var text in person.Take()) Follow(JsonDocument.Parse(text).RootElement);
    }

    private void Follow(JsonElement message)
    {
        var payload = message.GetProperty("payload");
        switch (message.GetProperty("type").GetString())
        {
            case "WORLD_STATE":
                Begin(payload.GetProperty("current_zone"), payload.GetProperty("peers"));
                break;
            case "ZONE_TRANSITIONED":
                Begin(payload.GetProperty("zone"), payload.GetProperty("presence_snapshot"));
                break;
            case "PEER_JOINED":
                Note(peers.Add(payload.GetProperty("user").GetProperty("user_id").GetString()!), message, "joined twice");
                break;
            case "PEER_LEFT":
                Note(peers.Remove(payload.GetProperty("user_id").GetString()!), message, "left without having been there");
                break;
            case "PRESENCE_BROADCAST":
                See(payload, message);
                break;
            case "PRESENCE_BATCH":
                foreach (var update in payload.GetProperty("updates").EnumerateArray()) See(update, message);
                break;
        }
    }

    private void See(JsonElement update, JsonElement message) =>
        Note(peers.Contains(update.GetProperty("user_id").GetString()!), message, "seen without being there");

    private void Begin(JsonElement zone, JsonElement there)
    {
        Zone = zone.GetProperty("zone_id").GetString();
        peers.Clear();
        foreach (var peer in there.EnumerateArray()) peers.Add(peer.GetProperty("user_id").GetString()!);
    }

    private void Note(bool holds, JsonElement message, string what)
    {
        if (!holds) Faults.Add($"{name}: {what}: {message}");
    }
}
