namespace Parley.Protocols.World;

/// <summary>What a token for the SFU says: who may come, and into which room.</summary>
/// <param name="UserId">Who.</param>
/// <param name="DisplayName">How others see the user.</param>
/// <param name="WorkspaceId">Whose world it is.</param>
/// <param name="WorldId">The world.</param>
/// <param name="ZoneId">The zone; for clients this is the room's id.</param>
public sealed record SfuTicket(string UserId, string DisplayName, string WorkspaceId, string WorldId, string ZoneId)
{
    /// <summary>
    /// The room among all on the media servers. Zones are named within their world only, so the world is part of it: two
    /// worlds made from one template must not hear each other.
    /// </summary>
    public string Room => RoomOf(WorldId, ZoneId);

    internal static string RoomOf(string worldId, string zoneId) => $"{Uri.EscapeDataString(worldId)}/{Uri.EscapeDataString(zoneId)}";
}
