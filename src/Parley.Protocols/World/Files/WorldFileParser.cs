using System.Globalization;
using System.Text.Json;

namespace Parley.Protocols.World;

/// <summary>A world file from its outside to its inside.</summary>
internal sealed class WorldFileParser(FaultList faults)
{
    public static readonly IReadOnlyList<string> Fields =
        ["$schema", "worldId", "workspaceId", "version", "meta", "map", "zones", "doors", "objects", "spawnPoints"];

    public WorldMap? Parse(FileNode world, WorldJson json)
    {
        if (!world.IsObject(Fields)) return null;

        var id = world.Field("worldId")?.Line();
        var workspace = world.Field("workspaceId")?.Line();
        var version = world.Field("version") is { } field ? VersionOf(field) : null;
        var name = NameOf(world);
        var map = world.Field("map") is { } part ? MapPart.Parse(part) : null;

        // What refers to the map can't be checked without its size.
        var parts = PartsOf(world, map);
        return faults.Any || map is null || parts is null
            ? null
            : new WorldMap(new WorldHead(id!, workspace!, version!, name ?? id!, map.Width, map.Height), map.Walls, parts, json);
    }

    private WorldParts? PartsOf(FileNode world, MapPart? map)
    {
        var zones = new ZonePart(map);
        var zoneList = world.Field("zones") is { } z ? zones.Parse(z) : [];
        var doors = world.Optional("doors") is { } d ? new DoorPart(map, zones).Parse(d) : [];
        var objects = world.Optional("objects") is { } o ? new ObjectPart(map).Parse(o) : [];
        var spawns = world.Field("spawnPoints") is { } s ? new SpawnPart(map, zones).Parse(s) : [];
        if (faults.Any) return null;

        foreach (var zone in zoneList) zone.Doors = [.. doors.Where(door => door.LeadsTo == zone)];
        return new WorldParts(zoneList, doors, objects, spawns);
    }

    private static string? VersionOf(FileNode version)
    {
        if (version.Value.ValueKind != JsonValueKind.Number) return version.Line();

        return version.Value.TryGetInt64(out var number)
            ? number.ToString(CultureInfo.InvariantCulture)
            : Fault(version, "has to be a whole number or a text.");
    }

    private static string? NameOf(FileNode world)
    {
        if (world.Optional("meta") is not { } meta) return null;
        if (meta.Value.ValueKind == JsonValueKind.Object) return meta.Optional("name")?.Line();

        meta.Not("an object");
        return null;
    }

    private static string? Fault(FileNode node, string why)
    {
        node.Fault(why);
        return null;
    }
}
