using System.Text.Json.Nodes;

namespace Parley.Tests.World.Files;

/// <summary>Every rule of a world file, broken: the fault names where and why, and it is the only one.</summary>
public sealed class WorldFileFaults
{
    [Theory]
    [InlineData("worldId")]
    [InlineData("workspaceId")]
    [InlineData("version")]
    [InlineData("map")]
    [InlineData("zones")]
    [InlineData("spawnPoints")]
    [InlineData("map.width")]
    [InlineData("map.height")]
    [InlineData("map.layers")]
    [InlineData("map.layers[1].id")]
    [InlineData("map.layers[1].tiles")]
    [InlineData("zones[0].id")]
    [InlineData("zones[0].type")]
    [InlineData("zones[0].bounds")]
    [InlineData("zones[0].bounds.x")]
    [InlineData("zones[0].bounds.width")]
    [InlineData("doors[1].id")]
    [InlineData("doors[1].bounds")]
    [InlineData("doors[1].leadsToZone")]
    [InlineData("doors[1].access.type")]
    [InlineData("objects[1].id")]
    [InlineData("objects[1].type")]
    [InlineData("objects[1].position")]
    [InlineData("objects[1].position.y")]
    [InlineData("objects[1].occupancy")]
    [InlineData("objects[1].interaction.action")]
    [InlineData("spawnPoints[0].position.x")]
    [InlineData("spawnPoints[1].x")]
    public void A_missing_field_is_named(string path)
    {
        var faults = WorldText.FaultsOf(w => Parent(w, path, out var name).AsObject().Remove(name));

        faults.ShouldContain($"$.{path}: is missing.");
    }

    [Theory]
    [InlineData("zones[0].bounds.width", "0", "is 0; it has to be a whole number from 1 to 1000.")]
    [InlineData("zones[0].bounds.width", "2.5", "is 2.5; it has to be a whole number from 1 to 1000.")]
    [InlineData("map.width", "1e400", "is 1e400; it has to be a whole number from 1 to 1000.")]
    [InlineData("zones[1].overrides.capacity", "0", "is 0; it has to be a whole number from 1 to 10000.")]
    [InlineData("zones[1].overrides.capacity", "\"5\"", "is a text; it has to be a whole number.")]
    [InlineData("zones[2].overrides.sharedTiles", "1", "is a number; it has to be true or false.")]
    [InlineData("zones[0].type", "\"Kitchen\"", "is 'Kitchen'; it has to be one of 'OpenArea', 'TeamArea', 'MeetingRoom', 'PrivateRoom'.")]
    [InlineData("zones[0].type", "\"openarea\"", "is 'openarea'; did you mean 'OpenArea'?")]
    [InlineData("zones[0].type", "2", "is a number; it has to be a text.")]
    [InlineData("zones[0].id", "\"\"", "has to be 1 to 256 characters, without control characters.")]
    [InlineData("zones[0].id", "\"a\\nb\"", "has to be 1 to 256 characters, without control characters.")]
    [InlineData("doors[2].access.type", "\"restrikted\"", "did you mean 'restricted'?")]
    [InlineData("doors[2].access.allowedRoles[1]", "\"Edtior\"", "is 'Edtior'; did you mean 'Editor'?")]
    [InlineData("doors[2].access.allowedRoles", "\"Editor\"", "is a text; it has to be a list.")]
    [InlineData("objects[0].occupancy", "\"couple\"", "it has to be one of 'single', 'multiple'.")]
    [InlineData("objects[0].interaction.action", "\"stand\"", "it has to be one of 'sit', 'use', 'attach'.")]
    [InlineData("objects[0].position.x", "true", "is true; it has to be a number.")]
    [InlineData("objects[0].position", "[1, 2]", "is a list; it has to be an object.")]
    [InlineData("map.layers[1].collision", "\"yes\"", "is a text; it has to be true or false.")]
    [InlineData("map.layers", "{}", "is an object; it has to be a list.")]
    [InlineData("map.layers[1].tiles[7]", "-1", "has to be a whole number, 0 for nothing, at most 4294967295.")]
    [InlineData("map.layers[1].tiles[7]", "null", "has to be a whole number, 0 for nothing, at most 4294967295.")]
    [InlineData("version", "1.5", "has to be a whole number or a text.")]
    [InlineData("meta", "[]", "is a list; it has to be an object.")]
    [InlineData("worldId", "null", "is null, but is needed.")]
    public void A_wrong_value_is_named_with_what_it_has_to_be(string path, string value, string why)
    {
        var faults = WorldText.FaultsOf(w =>
        {
            var parent = Parent(w, path, out var name);
            if (int.TryParse(name, out var index)) parent[index] = JsonNode.Parse(value);
            else parent[name] = JsonNode.Parse(value);
        });

        faults.ShouldContain(f => f.StartsWith($"$.{path}: ") && f.Contains(why), string.Join('\n', faults));
    }

    [Fact]
    public void Tiles_have_to_be_width_times_height() => WorldText
        .FaultsOf(w => w["map"]!["layers"]![1]!["tiles"]!.AsArray().RemoveAt(0))
        .ShouldBe(["$.map.layers[1].tiles: has 59 tiles; it has to have width x height = 60, or none."]);

    [Fact]
    public void Bounds_of_a_zone_stay_in_the_map() => WorldText
        .FaultsOf(w => w["zones"]![3]!["bounds"]!["height"] = 2)
        .ShouldBe(["$.zones[3].bounds: goes beyond the map: columns 0 to 9 and rows 5 to 6, of 0 to 9 and 0 to 5."]);

    [Fact]
    public void Bounds_of_a_door_stay_in_the_map() => WorldText
        .FaultsOf(w => w["doors"]![0]!["bounds"]!["y"] = -1)
        .ShouldBe(["$.doors[0].bounds: goes beyond the map: columns 4 to 4 and rows -1 to -1, of 0 to 9 and 0 to 5."]);

    [Fact]
    public void Objects_stay_in_the_map() => WorldText
        .FaultsOf(w => w["objects"]![3]!["position"]!["x"] = 10)
        .ShouldBe(["$.objects[3].position: is beyond the map, which ends at 10, 6."]);

    [Fact]
    public void Spawn_points_stay_in_the_map() => WorldText
        .FaultsOf(w => w["spawnPoints"]![1]!["y"] = -0.1)
        .ShouldBe(["$.spawnPoints[1]: is beyond the map, which ends at 10, 6."]);

    [Fact]
    public void Zones_do_not_overlap() => WorldText
        .FaultsOf(w => w["zones"]![0]!["bounds"]!["width"] = 6)
        .ShouldBe(["$.zones[1]: the TeamArea 'team' overlaps the OpenArea 'hall'; only a PrivateRoom may lie inside a TeamArea, as a whole."]);

    [Fact]
    public void A_private_room_lies_in_a_teams_area_as_a_whole() => WorldText
        .FaultsOf(w => w["zones"]![2]!["bounds"]!["y"] = 0)
        .ShouldBe(["$.zones[2]: the PrivateRoom 'booth' overlaps the TeamArea 'team'; only a PrivateRoom may lie inside a TeamArea, as a whole."]);

    [Fact]
    public void A_private_room_lies_in_no_other_kind_of_zone() => WorldText
        .FaultsOf(w => w["zones"]![1]!["type"] = "OpenArea").ShouldHaveSingleItem().ShouldContain("'booth' overlaps the OpenArea 'team'");

    [Fact]
    public void Two_private_rooms_do_not_overlap() => WorldText
        .FaultsOf(w => w["zones"]!.AsArray().Add(With(w["zones"]![2]!, "id", "other"))).ShouldHaveSingleItem().ShouldContain("'other' overlaps the PrivateRoom 'booth'");

    [Fact]
    public void Doors_lead_to_zones_that_are_there() => WorldText
        .FaultsOf(w => w["doors"]![0]!["leadsToZone"] = "cellar")
        .ShouldBe(["$.doors[0].leadsToZone: is 'cellar', but there is no zone of this id."]);

    [Fact]
    public void A_door_to_a_zone_that_is_wrong_is_not_wrong_as_well() => WorldText
        .FaultsOf(w => w["zones"]![3]!["type"] = "Kitchen").ShouldHaveSingleItem().ShouldStartWith("$.zones[3].type:");

    [Fact]
    public void Doors_do_not_overlap() => WorldText
        .FaultsOf(w => w["doors"]![1]!["bounds"] = w["doors"]![0]!["bounds"]!.DeepClone()).ShouldHaveSingleItem().ShouldStartWith("$.doors[1]: the door 'to-team' overlaps the door 'entrance'");

    [Fact]
    public void A_door_is_not_all_wall() => WorldText
        .FaultsOf(w => w["doors"]![0]!["bounds"]!["x"] = 3).ShouldHaveSingleItem().ShouldStartWith("$.doors[0]: all of its tiles are blocked");

    [Fact]
    public void A_door_is_no_hall() => WorldText.FaultsOf(w =>
    {
        w["map"] = new JsonObject { ["width"] = 300, ["height"] = 6, ["layers"] = new JsonArray() };
        w["doors"]![0]!["bounds"] = new JsonObject { ["x"] = 11, ["y"] = 0, ["width"] = 257, ["height"] = 1 };
    }).ShouldBe(["$.doors[0]: its bounds have 257 tiles; at most 256 are a door."]);

    [Fact]
    public void A_restricted_door_says_for_whom() => WorldText
        .FaultsOf(w => w["doors"]![2]!["access"]!["allowedRoles"] = new JsonArray()).ShouldHaveSingleItem().ShouldContain("names no role");

    [Fact]
    public void Roles_of_a_door_for_everybody_are_no_mere_words() => WorldText
        .FaultsOf(w => w["doors"]![2]!["access"]!["type"] = "public").ShouldHaveSingleItem().ShouldContain("write 'restricted'");

    [Fact]
    public void Linked_objects_are_there() => WorldText
        .FaultsOf(w => w["objects"]![0]!["linkedObjects"]![0] = "desc")
        .ShouldBe(["$.objects[0].linkedObjects[0]: is 'desc', but there is no object of this id."]);

    [Fact]
    public void What_an_object_requires_is_there_or_is_a_role() => WorldText
        .FaultsOf(w => w["objects"]![1]!["interaction"]!["requires"] = "key").ShouldHaveSingleItem()
        .ShouldStartWith("$.objects[1].interaction.requires: is 'key', which is neither an object of this world nor a role");

    [Fact]
    public void No_object_requires_itself() => WorldText
        .FaultsOf(w => w["objects"]![1]!["interaction"]!["requires"] = "desk").ShouldHaveSingleItem().ShouldContain("is the object itself");

    [Theory]
    [InlineData("zones", "zone")]
    [InlineData("doors", "door")]
    [InlineData("objects", "object")]
    public void An_id_is_given_once(string list, string kind)
    {
        var faults = WorldText.FaultsOf(w => w[list]![1]!["id"] = w[list]![0]!["id"]!.DeepClone());

        faults.ShouldContain(f => f.StartsWith($"$.{list}[1].id: ") && f.Contains($"the id of another {kind} already: $.{list}[0]."), string.Join('\n', faults));
    }

    [Fact]
    public void An_id_of_a_layer_is_given_once() => WorldText
        .FaultsOf(w => w["map"]!["layers"]![0]!["id"] = "walls").ShouldHaveSingleItem().ShouldStartWith("$.map.layers[1].id: is 'walls'");

    [Fact]
    public void A_zone_and_a_door_may_have_the_same_id() => WorldText.FaultsOf(w => w["doors"]![0]!["id"] = "hall").ShouldBeEmpty();

    [Fact]
    public void Nobody_spawns_in_a_wall() => WorldText
        .FaultsOf(w => w["spawnPoints"]![0]!["position"]!["x"] = 0.9)
        .ShouldBe(["$.spawnPoints[0]: is in a wall: a collision layer blocks its tile."]);

    [Fact]
    public void Nobody_spawns_outside_of_all_zones() => WorldText
        .FaultsOf(w => w["spawnPoints"]![1] = new JsonObject { ["x"] = 5, ["y"] = 4 })
        .ShouldBe(["$.spawnPoints[1]: is in no zone."]);

    [Theory]
    [InlineData("zones", "is empty; people have to be somewhere")]
    [InlineData("spawnPoints", "is empty; people have to come in somewhere")]
    public void There_is_at_least_one(string list, string why) =>
        WorldText.FaultsOf(w => w[list] = new JsonArray()).ShouldContain(f => f.StartsWith($"$.{list}: {why}"));

    [Fact]
    public void All_faults_are_told_at_once()
    {
        var faults = WorldText.FaultsOf(w =>
        {
            w.Remove("version");
            w["zones"]![0]!["type"] = "Kitchen";
            w["doors"]![1]!["leadsToZone"] = "cellar";
            w["objects"]![0]!["occupancy"] = 1;
            w["spawnPoints"]![1]!["x"] = 99;
        });

        faults.Select(f => f.Split(": ")[0]).ShouldBe(
            ["$.version", "$.zones[0].type", "$.doors[1].leadsToZone", "$.objects[0].occupancy", "$.spawnPoints[1]"]);
    }

    private static JsonObject With(JsonNode node, string name, string value)
    {
        var copy = node.DeepClone().AsObject();
        copy[name] = value;
        return copy;
    }

    /// <summary>The object or list that holds the last part of a path.</summary>
    private static JsonNode Parent(JsonNode node, string path, out string name)
    {
        var parts = path.Replace("]", "").Split('.', '[');
        name = parts[^1];
        return parts[..^1].Aggregate(node, (n, part) => (int.TryParse(part, out var index) ? n[index] : n[part])!);
    }
}
