namespace Parley.Protocols.World;

/// <summary>What a world file lists.</summary>
internal sealed record WorldParts(
    IReadOnlyList<MapZone> Zones, IReadOnlyList<MapDoor> Doors, IReadOnlyList<MapObject> Objects,
    IReadOnlyList<Position> SpawnPoints);
