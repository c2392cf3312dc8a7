using System.Text.Json;
using System.Text.Json.Nodes;
using Parley.Protocols.World;

namespace Parley.Tests.World.Files;

/// <summary>That docs/protocols/world.schema.json says what the reader does.</summary>
public sealed class WorldSchema
{
    private static readonly JsonElement Schema = JsonElement.Parse(
        File.ReadAllBytes(Path.Combine(RepositoryFiles.Root, "docs", "protocols", "world.schema.json")));

    private static readonly Dictionary<string, IReadOnlyList<string>> Fields = new()
    {
        [""] = WorldFileParser.Fields,
        ["map"] = MapPart.Fields,
        ["layer"] = MapPart.LayerFields,
        ["zone"] = ZonePart.Fields,
        ["overrides"] = ZonePart.OverrideFields,
        ["bounds"] = Geometry.BoundsFields,
        ["position"] = Geometry.PositionFields,
        ["door"] = DoorPart.Fields,
        ["access"] = DoorPart.AccessFields,
        ["object"] = ObjectPart.Fields,
        ["interaction"] = ObjectPart.InteractionFields,
        ["spawnPoint"] = SpawnPart.Fields,
    };

    /// <summary>Where the good world has one of each.</summary>
    private static readonly Dictionary<string, string> Places = new()
    {
        [""] = "$",
        ["map"] = "$.map",
        ["layer"] = "$.map.layers[1]",
        ["zone"] = "$.zones[1]",
        ["overrides"] = "$.zones[1].overrides",
        ["bounds"] = "$.zones[1].bounds",
        ["position"] = "$.objects[1].position",
        ["door"] = "$.doors[2]",
        ["access"] = "$.doors[2].access",
        ["object"] = "$.objects[2]",
        ["interaction"] = "$.objects[2].interaction",
        ["spawnPoint"] = "$.spawnPoints[0]",
    };

    [Fact]
    public void Every_field_is_in_both_and_in_the_same_order()
    {
        foreach (var (part, fields) in Fields)
            Of(part).GetProperty("properties").EnumerateObject().Select(p => p.Name).ShouldBe(fields, customMessage: part);
        Objects(Schema).Count().ShouldBe(Fields.Count + 1, "and the object under 'meta', whose fields are anybody's");
    }

    [Fact]
    public void What_is_required_is_missed_and_nothing_else_is()
    {
        foreach (var (part, place) in Places)
        {
            var required = Of(part).TryGetProperty("required", out var list) ? list.EnumerateArray().Select(r => r.GetString()!).ToArray() : [];
            foreach (var field in Fields[part])
            {
                var missed = WorldText.FaultsOf(w => At(w, place).Remove(field)).Contains($"{place}.{field}: is missing.");

                // Which of them is needed depends on others.
                if ((part, field) is ("object", "occupancy") or ("spawnPoint", "position")) continue;
                missed.ShouldBe(required.Contains(field), $"{place}.{field}");
            }
        }
    }

    [Theory]
    [InlineData("zone", "type", "OpenArea,TeamArea,MeetingRoom,PrivateRoom")]
    [InlineData("access", "type", "public,restricted,closed")]
    [InlineData("interaction", "action", "sit,use,attach")]
    [InlineData("object", "occupancy", "single,multiple,")]
    public void Words_to_choose_from_are_the_same(string part, string field, string words)
    {
        Property(part, field).GetProperty("enum").EnumerateArray().Select(e => e.GetString() ?? "").ShouldBe(words.Split(','));
        var known = (part, field) switch
        {
            ("zone", _) => ZonePart.Types,
            ("access", _) => DoorPart.AccessNames,
            ("object", _) => ObjectPart.Occupancies,
            _ => ObjectPart.Actions,
        };
        known.ShouldBe(words.Split(',', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public void Roles_are_the_same() =>
        Of("role").GetProperty("enum").EnumerateArray().Select(e => e.GetString()).ShouldBe(WorldRoles.All);

    [Fact]
    public void Bounds_are_the_same()
    {
        Max("", "zones", "maxItems").ShouldBe(WorldFileLimits.Zones);
        Max("", "doors", "maxItems").ShouldBe(WorldFileLimits.Doors);
        Max("", "objects", "maxItems").ShouldBe(WorldFileLimits.Objects);
        Max("", "spawnPoints", "maxItems").ShouldBe(WorldFileLimits.SpawnPoints);
        Max("map", "layers", "maxItems").ShouldBe(WorldFileLimits.Layers);
        Max("object", "linkedObjects", "maxItems").ShouldBe(WorldFileLimits.LinkedObjects);
        Max("map", "width", "maximum").ShouldBe(WorldFileLimits.Side);
        Max("bounds", "height", "maximum").ShouldBe(WorldFileLimits.Side);
        Max("overrides", "capacity", "maximum").ShouldBe(WorldFileLimits.People);
        Max("overrides", "sfuAbove", "maximum").ShouldBe(WorldFileLimits.People);
        Of("line").GetProperty("maxLength").GetInt64().ShouldBe(WorldFileLimits.TextLength);
        Property("layer", "tiles").GetProperty("items").GetProperty("maximum").GetInt64().ShouldBe(uint.MaxValue);
    }

    [Fact]
    public void The_page_states_the_same_bounds()
    {
        var page = File.ReadAllText(Path.Combine(RepositoryFiles.Root, "docs", "worlds.md"));

        foreach (var bound in (int[])
            [
                WorldFileLimits.Side, WorldFileLimits.Tiles, WorldFileLimits.Layers, WorldFileLimits.Zones, WorldFileLimits.Doors,
                WorldFileLimits.DoorTiles, WorldFileLimits.Objects, WorldFileLimits.LinkedObjects, WorldFileLimits.SpawnPoints, WorldFileLimits.TextLength,
                WorldFileLimits.Depth, WorldFileLimits.Faults,
            ])
            page.ShouldContain($" {bound.ToString("#,0", System.Globalization.CultureInfo.InvariantCulture)} ", customMessage: $"{bound}");
    }

    private static long Max(string part, string field, string keyword) => Property(part, field).GetProperty(keyword).GetInt64();

    private static JsonElement Property(string part, string field) => Of(part).GetProperty("properties").GetProperty(field);

    private static JsonElement Of(string part) => part.Length == 0 ? Schema : Schema.GetProperty("$defs").GetProperty(part);

    private static JsonObject At(JsonNode world, string place) => place.Replace("]", "").Split('.', '[')[1..]
        .Aggregate(world, (n, part) => (int.TryParse(part, out var index) ? n[index] : n[part])!).AsObject();

    private static IEnumerable<JsonElement> Objects(JsonElement schema) => schema.ValueKind switch
    {
        JsonValueKind.Object => schema.EnumerateObject().SelectMany(p => Objects(p.Value))
            .Concat(schema.TryGetProperty("properties", out var fields) && fields.ValueKind == JsonValueKind.Object ? [schema] : []),
        JsonValueKind.Array => schema.EnumerateArray().SelectMany(Objects),
        _ => [],
    };
}
