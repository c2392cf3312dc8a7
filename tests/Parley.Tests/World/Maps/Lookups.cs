using FsCheck;
using FsCheck.Fluent;
using Parley.Protocols.World;
using Parley.Tests.World.Files;

namespace Parley.Tests.World.Maps;

public sealed class Lookups
{
    private readonly WorldMap map = WorldText.Map();

    [Theory]
    [InlineData(1.5, 1.5, 1, 1)]
    [InlineData(2, 2, 2, 2)]
    [InlineData(1.999, 0, 1, 0)]
    [InlineData(-0.1, -1, -1, -1)]
    [InlineData(1e300, -1e300, int.MaxValue, int.MinValue)]
    public void A_position_lies_on_the_tile_that_it_rounds_down_to(double x, double y, int column, int row) =>
        new Position(x, y).Tile.ShouldBe(new Tile(column, row));

    [Theory]
    [InlineData(double.NaN, 1)]
    [InlineData(1, double.NaN)]
    [InlineData(double.PositiveInfinity, 1)]
    [InlineData(1, double.NegativeInfinity)]
    [InlineData(1e300, 1)]
    [InlineData(-0.0001, 1)]
    [InlineData(10, 1)]
    [InlineData(1, 6)]
    public void What_is_no_place_of_the_map_is_blocked_and_in_no_zone(double x, double y)
    {
        var tile = new Position(x, y).Tile;

        (map.Contains(tile), map.Blocks(tile), map.ZoneAt(tile), map.DoorAt(tile)).ShouldBe((false, true, null, null));
    }

    [Theory]
    [InlineData(1, 1, "hall")]
    [InlineData(0, 0, "hall")]
    [InlineData(5, 1, "team")]
    [InlineData(6, 2, "team")]
    [InlineData(7, 1, "booth")]
    [InlineData(9, 2, "booth")]
    [InlineData(9, 3, "team")]
    [InlineData(9, 5, "meeting")]
    [InlineData(5, 4, null)]
    public void A_private_room_comes_before_the_teams_area_around_it(int x, int y, string? zone) =>
        map.ZoneAt(new Tile(x, y))?.Id.ShouldBe(zone);

    [Fact]
    public void A_zone_s_places_are_its_tiles_that_neither_block_nor_are_a_door() => map.Zones.ToDictionary(z => z.Id, z => z.Places)
        .ShouldBe(new Dictionary<string, int> { ["hall"] = 9, ["team"] = 9, ["booth"] = 6, ["meeting"] = 10 }, ignoreOrder: true);

    [Fact]
    public void The_order_of_zones_in_the_file_does_not_matter()
    {
        var turned = WorldText.Map(w =>
        {
            var zones = w["zones"]!.AsArray();
            var booth = zones[2]!;
            zones.RemoveAt(2);
            zones.Insert(0, booth);
        });

        AllTiles(map).Select(t => turned.ZoneAt(t)?.Id).ShouldBe(AllTiles(map).Select(t => map.ZoneAt(t)?.Id));
    }

    [Fact]
    public void Walls_are_where_a_colliding_layer_has_another_number_than_0()
    {
        map.Blocks(new Tile(0, 0)).ShouldBeTrue();
        map.Blocks(new Tile(4, 0)).ShouldBeFalse();
        WorldText.Map(w => w["map"]!["layers"]![1]!["collision"] = false).Blocks(new Tile(0, 3)).ShouldBeFalse();
    }

    [Fact]
    public void Several_colliding_layers_add_up()
    {
        var both = WorldText.Map(w => w["map"]!["layers"]!.AsArray().Add(new System.Text.Json.Nodes.JsonObject
        {
            ["id"] = "furniture",
            ["collision"] = true,
            ["tiles"] = Only(59),
        }));

        (both.Blocks(new Tile(9, 5)), both.Blocks(new Tile(0, 0)), both.Blocks(new Tile(8, 5))).ShouldBe((true, true, false));

        static System.Text.Json.Nodes.JsonArray Only(int index) =>
            [.. Enumerable.Range(0, 60).Select(i => (System.Text.Json.Nodes.JsonNode)(i == index ? 7 : 0))];
    }

    [Fact]
    public void Doors_are_found_on_their_tiles_only() => AllTiles(map).Where(t => map.DoorAt(t) is not null)
        .Select(t => $"{t.X},{t.Y} {map.DoorAt(t)!.Id}").ShouldBe(["4,0 entrance", "4,2 to-team", "5,4 to-meeting"]);

    [Fact]
    public void A_world_id_and_a_zone_id_are_told_apart_by_case() => map.Zone("Hall").ShouldBeNull();

    [Fact]
    public void Rectangles_agree_with_their_tiles() => Check.One(
        Config.QuickThrowOnFailure,
        Prop.ForAll(Bounds.Two().ToArbitrary(), pair =>
        {
            var (a, b) = pair;
            HashSet<Tile> ofA = [.. a.Tiles()], ofB = [.. b.Tiles()];
            return (ofA.Count == a.Area).Label("area")
                .And((a.Overlaps(b) == ofA.Overlaps(ofB)).Label("overlaps"))
                .And((a.Contains(b) == ofA.IsSupersetOf(ofB)).Label("contains"))
                .And(ofB.All(t => a.Contains(t) == ofA.Contains(t)).Label("tiles"));
        }));

    private static readonly Gen<TileBounds> Bounds =
        from x in Gen.Choose(-3, 5)
        from y in Gen.Choose(-3, 5)
        from width in Gen.Choose(1, 5)
        from height in Gen.Choose(1, 5)
        select new TileBounds(x, y, width, height);

    private static IEnumerable<Tile> AllTiles(WorldMap map) => new TileBounds(0, 0, map.Width, map.Height).Tiles();
}
