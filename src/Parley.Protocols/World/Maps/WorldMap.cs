namespace Parley.Protocols.World;

/// <summary>
/// A world as its file says it, with the geometry worked out beforehand, so that a move costs the same however large the
/// map is. Immutable and safe to share; an edited world is another one.
/// </summary>
public sealed class WorldMap
{
    private readonly TileSet walls;
    private readonly ZoneGrid zoneGrid;
    private readonly Dictionary<string, MapZone> zonesById;
    private readonly Dictionary<Tile, MapDoor> doorTiles;
    private readonly Dictionary<string, MapObject> objectsById;

    internal WorldMap(WorldHead head, TileSet walls, WorldParts parts, WorldJson json)
    {
        (WorldId, WorkspaceId, Version, Name, Width, Height) = head;
        this.walls = walls;
        Json = json;
        Zones = parts.Zones;
        Doors = parts.Doors;
        Objects = parts.Objects;
        SpawnPoints = parts.SpawnPoints;
        zoneGrid = new ZoneGrid(Width, Height, Zones);
        zonesById = Zones.ToDictionary(z => z.Id, StringComparer.Ordinal);
        doorTiles = Doors.SelectMany(d => d.Bounds.Tiles().Select(t => (t, d))).ToDictionary(p => p.t, p => p.d);
        objectsById = Objects.ToDictionary(o => o.Id, StringComparer.Ordinal);
        SpawnZone = ZoneAt(Spawn.Tile)!;
        CountPlaces();
    }

    /// <summary>Its id, unique on this server.</summary>
    public string WorldId { get; }

    /// <summary>Whose it is: only people of this workspace come in.</summary>
    public string WorkspaceId { get; }

    /// <summary>As the file says; a new one need not be greater.</summary>
    public string Version { get; }

    /// <summary>For people: <c>meta.name</c>, or the id.</summary>
    public string Name { get; }

    /// <summary>Columns.</summary>
    public int Width { get; }

    /// <summary>Rows.</summary>
    public int Height { get; }

    /// <summary>In the file's order; at least one.</summary>
    public IReadOnlyList<MapZone> Zones { get; }

    /// <summary>In the file's order. No two have a tile in common.</summary>
    public IReadOnlyList<MapDoor> Doors { get; }

    /// <summary>In the file's order.</summary>
    public IReadOnlyList<MapObject> Objects { get; }

    /// <summary>Where people come in; at least one, each on a free tile of a zone.</summary>
    public IReadOnlyList<Position> SpawnPoints { get; }

    /// <summary>The first spawn point.</summary>
    public Position Spawn => SpawnPoints[0];

    /// <summary>The zone of the first spawn point, where those are sent who are removed from another.</summary>
    public MapZone SpawnZone { get; }

    /// <summary>The file as it was given, for those who draw the map.</summary>
    public WorldJson Json { get; }

    /// <summary>Whether the tile is one of the map's.</summary>
    public bool Contains(Tile tile) => (uint)tile.X < (uint)Width && (uint)tile.Y < (uint)Height;

    /// <summary>Whether nobody can be there: a wall, or beyond the map.</summary>
    public bool Blocks(Tile tile) => !Contains(tile) || walls.Contains(tile);

    /// <summary>The zone that the tile belongs to; where a private room lies in a team's area, the room.</summary>
    public MapZone? ZoneAt(Tile tile) => Contains(tile) ? zoneGrid[tile] : null;

    /// <summary>The zone of this id.</summary>
    public MapZone? Zone(string id) => zonesById.GetValueOrDefault(id);

    /// <summary>The door on the tile.</summary>
    public MapDoor? DoorAt(Tile tile) => doorTiles.GetValueOrDefault(tile);

    /// <summary>The object of this id.</summary>
    public MapObject? Object(string id) => objectsById.GetValueOrDefault(id);

    /// <summary>
    /// Whether one can walk from one place to the other in a straight line: no tile that it touches blocks, and no corner
    /// is cut. Doors are another question: see <see cref="StraightWay"/>.
    /// </summary>
    public bool IsStraightWayFree(Position from, Position to)
    {
        // Beyond the map it is not free, and might be very long.
        if (!Contains(from.Tile) || !Contains(to.Tile)) return false;

        foreach (var tile in new StraightWay(from, to))
        {
            if (Blocks(tile)) return false;
        }

        return true;
    }

    /// <summary>
    /// The nearest tile to put somebody on: free, in a zone, and no door. As far as one could walk there, that counts;
    /// otherwise, and from inside a wall, the distance does.
    /// </summary>
    /// <param name="start">Where they would be; beyond the map the nearest tile in it is meant.</param>
    /// <param name="taken">Whether a tile of the map may not be used for other reasons.</param>
    /// <returns><c>null</c> when every tile is taken.</returns>
    public Tile? NearestFree(Tile start, Func<Tile, bool> taken) => new NearestTile(this, taken).From(start);

    /// <inheritdoc/>
    public override string ToString() => $"{WorldId} (version {Version}, {Width}x{Height})";

    private void CountPlaces()
    {
        foreach (var tile in new TileBounds(0, 0, Width, Height).Tiles())
        {
            if (!walls.Contains(tile) && zoneGrid[tile] is { } zone) zone.Places++;
        }

        foreach (var door in doorTiles.Keys)
        {
            if (!walls.Contains(door) && zoneGrid[door] is { } zone) zone.Places--;
        }
    }
}
