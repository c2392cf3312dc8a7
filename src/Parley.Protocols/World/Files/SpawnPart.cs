using System.Text.Json;

namespace Parley.Protocols.World;

/// <summary><c>spawnPoints</c>: where people come in.</summary>
internal sealed class SpawnPart(MapPart? map, ZonePart zones)
{
    /// <summary>Either a position as objects have it, or the coordinates themselves.</summary>
    public static readonly IReadOnlyList<string> Fields = ["id", "name", "position", "x", "y", "meta"];

    public IReadOnlyList<Position> Parse(FileNode list)
    {
        var positions = new List<Position>();
        foreach (var node in list.Items(WorldFileLimits.SpawnPoints, "spawn points"))
        {
            if (ParsePoint(node) is { } position) positions.Add(position);
        }

        if (list.Value.ValueKind == JsonValueKind.Array && list.Value.GetArrayLength() == 0)
            list.Fault("is empty; people have to come in somewhere, so at least one is needed.");
        return positions;
    }

    private Position? ParsePoint(FileNode node)
    {
        if (!node.IsObject(Fields)) return null;

        node.Optional("id")?.Line();
        node.Optional("name")?.Line();
        var place = node.Optional("position") is { } inner
            ? inner.IsObject(Geometry.PositionFields) ? inner.Position(map) : null
            : node.Position(map);
        if (place is not { } position || map is null || !map.Contains(position.Tile)) return place;

        if (map.Blocks(position.Tile)) node.Fault("is in a wall: a collision layer blocks its tile.");
        // A zone that could not be read may be the one.
        else if (zones.Complete && zones.At(position.Tile) is null) node.Fault("is in no zone.");
        return position;
    }
}
