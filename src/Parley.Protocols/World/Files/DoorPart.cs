namespace Parley.Protocols.World;

/// <summary><c>doors</c>.</summary>
internal sealed class DoorPart(MapPart? map, ZonePart zones)
{
    public static readonly IReadOnlyList<string> Fields = ["id", "name", "bounds", "leadsToZone", "access", "meta"];
    public static readonly IReadOnlyList<string> AccessFields = ["type", "allowedRoles"];

    /// <summary>What a file may call the kinds of access.</summary>
    private static readonly IReadOnlyDictionary<string, DoorAccess> AccessTypes = new Dictionary<string, DoorAccess>
    {
        ["public"] = DoorAccess.Public,
        ["restricted"] = DoorAccess.Restricted,
        ["closed"] = DoorAccess.Closed,
    };

    private readonly List<(MapDoor Door, FileNode Node)> doors = [];

    public static IReadOnlyList<string> AccessNames { get; } = [.. AccessTypes.Keys];

    public IReadOnlyList<MapDoor> Parse(FileNode list)
    {
        var ids = new UniqueIds("door");
        foreach (var node in list.Items(WorldFileLimits.Doors, "doors"))
        {
            if (Parse(node, ids) is not { } door) continue;

            if (doors.Find(d => d.Door.Bounds.Overlaps(door.Bounds)).Door is { } other)
                node.Fault($"the door '{FileNode.Shown(door.Id)}' overlaps the door '{FileNode.Shown(other.Id)}': which one is crossed?");
            doors.Add((door, node));
        }

        return [.. doors.Select(d => d.Door)];
    }

    private MapDoor? Parse(FileNode node, UniqueIds ids)
    {
        if (!node.IsObject(Fields)) return null;

        var id = ids.Read(node);
        node.Optional("name")?.Line();
        var bounds = BoundsOf(node);
        var zone = node.Field("leadsToZone") is { } target ? ZoneOf(target) : null;
        var (access, roles) = node.Optional("access") is { } a ? AccessOf(a) : (DoorAccess.Public, []);
        if (id is null || bounds is null || zone is null || access is null) return null;

        return new MapDoor { Id = id, Bounds = bounds.Value, LeadsTo = zone, Access = access.Value, AllowedRoles = roles };
    }

    private TileBounds? BoundsOf(FileNode node)
    {
        if (node.Bounds(map) is not { } bounds) return null;
        if (bounds.Area > WorldFileLimits.DoorTiles)
        {
            node.Fault($"its bounds have {bounds.Area} tiles; at most {WorldFileLimits.DoorTiles} are a door.");
            return null;
        }

        if (map is not null && bounds.Tiles().All(map.Blocks))
            node.Fault("all of its tiles are blocked by a collision layer; nobody could cross it.");
        return bounds;
    }

    private MapZone? ZoneOf(FileNode target)
    {
        if (target.Line() is not { } id) return null;

        if (!zones.Knows(id)) target.Fault($"is '{FileNode.Shown(id)}', but there is no zone of this id.");
        return zones.Find(id);
    }

    private static (DoorAccess? Access, IReadOnlyList<string> Roles) AccessOf(FileNode node)
    {
        if (!node.IsObject(AccessFields)) return (null, []);

        var type = node.Field("type")?.OneOf(AccessNames);
        var roles = node.Optional("allowedRoles") is { } list ? RolesOf(list) : [];
        if (type is null) return (null, []);

        var access = AccessTypes[type];
        if (access == DoorAccess.Restricted && roles.Count == 0)
            node.Fault("is restricted, but 'allowedRoles' names no role; write 'closed' for a door that nobody crosses.");
        if (access != DoorAccess.Restricted && roles.Count > 0)
            node.Fault($"has 'allowedRoles', but is '{type}'; write 'restricted' for a door that only these roles cross.");
        return (access, roles);
    }

    private static IReadOnlyList<string> RolesOf(FileNode list) =>
        [.. list.Items(WorldRoles.All.Count, "roles").Select(r => r.OneOf(WorldRoles.All)).OfType<string>()];
}
