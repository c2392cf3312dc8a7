using System.Text.Json;

namespace Parley.Protocols.World;

/// <summary><c>objects</c>.</summary>
internal sealed class ObjectPart(MapPart? map)
{
    public static readonly IReadOnlyList<string> Fields =
        ["id", "name", "type", "position", "occupancy", "interaction", "linkedObjects", "meta"];

    public static readonly IReadOnlyList<string> InteractionFields = ["action", "requires"];
    public static readonly IReadOnlyList<string> Occupancies = ["single", "multiple"];
    public static readonly IReadOnlyList<string> Actions = ["sit", "use", "attach"];

    /// <summary>Ids of objects that are in the file, good or not.</summary>
    private readonly HashSet<string> named = new(StringComparer.Ordinal);

    /// <summary>Each type once: a world has many chairs.</summary>
    private readonly HashSet<string> types = new(StringComparer.Ordinal);

    public IReadOnlyList<MapObject> Parse(FileNode list)
    {
        FileNode[] nodes = [.. list.Items(WorldFileLimits.Objects, "objects")];

        // Objects may refer to later ones.
        foreach (var node in nodes)
        {
            if (node.Value.ValueKind == JsonValueKind.Object && node.Value.TryGetProperty("id", out var id)
                && id.ValueKind == JsonValueKind.String) named.Add(id.GetString()!);
        }

        var ids = new UniqueIds("object");
        return [.. nodes.Select(n => Parse(n, ids)).OfType<MapObject>()];
    }

    private MapObject? Parse(FileNode node, UniqueIds ids)
    {
        if (!node.IsObject(Fields)) return null;

        var id = ids.Read(node);
        node.Optional("name")?.Line();
        var type = node.Field("type")?.Line();
        var position = node.Field("position") is { } place && place.IsObject(Geometry.PositionFields) ? place.Position(map) : null;
        var interaction = node.Optional("interaction");
        // Who may use it at once is a question only of what can be used.
        var occupancy = (interaction is null ? node.Optional("occupancy") : node.Field("occupancy"))?.OneOf(Occupancies);
        var (action, objects, roles) = interaction is { } i ? InteractionOf(i, id) : (null, [], []);
        string[] linked = node.Optional("linkedObjects") is { } list ? [.. LinkedOf(list, id)] : [];
        if (id is null || type is null || position is null) return null;

        return new MapObject
        {
            Id = Once(named, id),
            Type = Once(types, type),
            Position = position.Value,
            Single = occupancy == "single",
            Action = action,
            Requires = objects,
            AllowedRoles = roles,
            LinkedObjects = linked,
        };
    }

    private (string? Action, string[] Objects, string[] Roles) InteractionOf(FileNode node, string? self)
    {
        if (!node.IsObject(InteractionFields)) return (null, [], []);

        var action = node.Field("action")?.OneOf(Actions);
        string[] required = node.Optional("requires") is { } requires ? [.. RequiredBy(requires, self)] : [];
        return (action, [.. required.Where(named.Contains)], [.. required.Where(r => !named.Contains(r))]);
    }

    /// <summary>One name or a list: objects that one has to hold, and roles of which one is enough.</summary>
    private IEnumerable<string> RequiredBy(FileNode requires, string? self)
    {
        FileNode[] names = requires.Value.ValueKind == JsonValueKind.Array
            ? [.. requires.Items(WorldFileLimits.LinkedObjects, "requirements")]
            : [requires];
        foreach (var name in names)
        {
            if (name.Line() is not { } id) continue;

            if (!named.Contains(id) && !WorldRoles.All.Contains(id))
                name.Fault($"is '{FileNode.Shown(id)}', which is neither an object of this world nor a role ({string.Join(", ", WorldRoles.All)}).");
            else if (id == self)
                name.Fault("is the object itself; nobody could ever use it.");
            else
                yield return named.TryGetValue(id, out var known) ? known : id;
        }
    }

    private IEnumerable<string> LinkedOf(FileNode list, string? self)
    {
        foreach (var item in list.Items(WorldFileLimits.LinkedObjects, "objects"))
        {
            if (item.Line() is not { } id) continue;

            if (id == self) item.Fault("is the object itself.");
            else if (!named.Contains(id)) item.Fault($"is '{FileNode.Shown(id)}', but there is no object of this id.");
            else yield return Once(named, id);
        }
    }

    private static string Once(HashSet<string> texts, string text)
    {
        if (texts.TryGetValue(text, out var known)) return known;

        texts.Add(text);
        return text;
    }
}
