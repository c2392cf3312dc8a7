using System.Text.Json;

namespace Parley.Protocols.World;

/// <summary><c>zones</c>.</summary>
internal sealed class ZonePart(MapPart? map)
{
    public static readonly IReadOnlyList<string> Fields = ["id", "name", "type", "bounds", "overrides", "meta"];
    public static readonly IReadOnlyList<string> OverrideFields = ["capacity", "sharedTiles", "sfuAbove"];
    public static readonly IReadOnlyList<string> Types = Enum.GetNames<ZoneType>();

    private readonly List<(MapZone Zone, FileNode Node)> zones = [];

    /// <summary>Ids of zones that are in the file, good or not: what leads to one that is wrong is not wrong as well.</summary>
    private readonly HashSet<string> named = new(StringComparer.Ordinal);

    public bool Knows(string id) => named.Contains(id);

    public MapZone? Find(string id) => zones.Find(z => z.Zone.Id == id).Zone;

    public MapZone? At(Tile tile) => zones.Select(z => z.Zone).Where(z => z.Bounds.Contains(tile)).MaxBy(z => z.Type);

    /// <summary>Whether all zones of the file could be read.</summary>
    public bool Complete { get; private set; }

    public IReadOnlyList<MapZone> Parse(FileNode list)
    {
        var (ids, count) = (new UniqueIds("zone"), 0);
        foreach (var node in list.Items(WorldFileLimits.Zones, "zones"))
        {
            count++;
            if (Parse(node, ids) is { } zone) zones.Add((zone, node));
        }

        if (count == 0 && list.Value.ValueKind == JsonValueKind.Array && list.Value.GetArrayLength() == 0)
            list.Fault("is empty; people have to be somewhere, so at least one zone is needed.");
        Complete = count > 0 && count == zones.Count;
        CheckOverlaps();
        return [.. zones.Select(z => z.Zone)];
    }

    private MapZone? Parse(FileNode node, UniqueIds ids)
    {
        if (!node.IsObject(Fields)) return null;

        var id = ids.Read(node);
        if (id is not null) named.Add(id);
        var name = node.Optional("name")?.Line();
        var type = node.Field("type")?.OneOf(Types);
        var bounds = node.Bounds(map);
        var overrides = node.Optional("overrides") is { } o ? Overrides(o) : ZoneOverrides.None;
        if (id is null || type is null || bounds is null) return null;

        return new MapZone
        {
            Index = zones.Count,
            Id = id,
            Name = name ?? id,
            Type = Enum.Parse<ZoneType>(type),
            Bounds = bounds.Value,
            Overrides = overrides,
        };
    }

    private static ZoneOverrides Overrides(FileNode node) => !node.IsObject(OverrideFields)
        ? ZoneOverrides.None
        : new ZoneOverrides(
            node.Optional("capacity")?.Whole(1, WorldFileLimits.People),
            node.Optional("sharedTiles")?.Flag(),
            node.Optional("sfuAbove")?.Whole(1, WorldFileLimits.People));

    private void CheckOverlaps()
    {
        for (var i = 0; i < zones.Count; i++)
        {
            for (var j = 0; j < i; j++)
            {
                var (zone, other) = (zones[i].Zone, zones[j].Zone);
                if (zone.Bounds.Overlaps(other.Bounds) && !IsInside(zone, other) && !IsInside(other, zone))
                    zones[i].Node.Fault(Overlap(zone, other));
            }
        }
    }

    private static bool IsInside(MapZone room, MapZone area) =>
        room.Type == ZoneType.PrivateRoom && area.Type == ZoneType.TeamArea && area.Bounds.Contains(room.Bounds);

    private static string Overlap(MapZone zone, MapZone other) =>
        $"the {zone.Type} '{FileNode.Shown(zone.Id)}' overlaps the {other.Type} '{FileNode.Shown(other.Id)}'; "
        + "only a PrivateRoom may lie inside a TeamArea, as a whole.";
}
