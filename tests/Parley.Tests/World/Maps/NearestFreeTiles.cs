using FsCheck;
using FsCheck.Fluent;
using Parley.Protocols.World;
using Parley.Tests.World.Files;

namespace Parley.Tests.World.Maps;

public sealed class NearestFreeTiles
{
    [Fact]
    public void A_free_tile_is_its_own_nearest() =>
        WorldText.Picture("...").NearestFree(new(1, 0), _ => false).ShouldBe(new Tile(1, 0));

    [Fact]
    public void Of_a_taken_tile_one_beside_it() =>
        WorldText.Picture("...").NearestFree(new(1, 0), t => t.X == 1).ShouldBe(new Tile(2, 0));

    [Fact]
    public void From_inside_a_wall_the_nearest_as_the_crow_flies() => WorldText.Picture(
        ".....",
        ".###.",
        ".###.",
        ".....").NearestFree(new(2, 1), _ => false).ShouldBe(new Tile(2, 0));

    [Fact]
    public void Nobody_is_put_behind_a_wall_while_there_is_room_before_it() => WorldText.Picture(
        "..#.").NearestFree(new(1, 0), t => t == new Tile(1, 0)).ShouldBe(new Tile(0, 0));

    [Fact]
    public void When_all_that_can_be_walked_to_is_taken_it_is_behind_the_wall() => WorldText.Picture(
        ".#.").NearestFree(new(0, 0), t => t.X == 0).ShouldBe(new Tile(2, 0));

    [Fact]
    public void Nobody_is_put_into_a_door() => WorldText.Map().NearestFree(new(4, 2), _ => false).ShouldBe(new Tile(5, 2));

    [Fact]
    public void Nobody_is_walked_through_a_door_that_may_be_shut_for_them()
    {
        var restricted = WorldText.Map();
        var everybodys = WorldText.Map(w => w["doors"]![2]!.AsObject().Remove("access"));

        // Only the meeting room below is free; its door is far to the left.
        restricted.NearestFree(new(9, 3), t => t.Y != 5).ShouldBe(new Tile(9, 5), "as the crow flies");
        everybodys.NearestFree(new(9, 3), t => t.Y != 5).ShouldBe(new Tile(5, 5), "by walking");
    }

    [Fact]
    public void Nobody_is_put_outside_of_all_zones() =>
        WorldText.Map().NearestFree(new(5, 4), _ => false).ShouldNotBe(new Tile(5, 4));

    [Fact]
    public void From_beyond_the_map_the_nearest_in_it() =>
        WorldText.Picture("...").NearestFree(new(int.MaxValue, int.MinValue), _ => false).ShouldBe(new Tile(2, 0));

    [Fact]
    public void Where_everything_is_taken_there_is_none() => WorldText.Picture("...").NearestFree(new(1, 0), _ => true).ShouldBeNull();

    [Fact]
    public void What_is_found_is_free_and_as_near_as_any_that_can_be_walked_to() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(300),
        Prop.ForAll(Cases.ToArbitrary(), c =>
        {
            var (map, start, takenTiles) = c;
            var found = map.NearestFree(start, takenTiles.Contains);
            var steps = Walk(map, start);
            var reachable = steps.Where(s => !takenTiles.Contains(s.Key)).ToArray();
            var free = new TileBounds(0, 0, map.Width, map.Height).Tiles().Where(t => !map.Blocks(t) && !takenTiles.Contains(t)).ToArray();
            return found is not { } tile
                ? (free.Length == 0).Label("nothing is free")
                : free.Contains(tile).Label("free")
                    .And((reachable.Length == 0 || steps[tile] == reachable.Min(r => r.Value)).Label("nearest by walking"))
                    .And((reachable.Length > 0 || Ring(tile, start) == free.Min(t => Ring(t, start))).Label("nearest ring"));
        }));

    private static readonly Gen<(WorldMap Map, Tile Start, HashSet<Tile> Taken)> Cases =
        from rows in Gen.Choose(0, 9).Select(n => n < 4 ? '#' : '.').ArrayOf(6).Select(r => new string(r)).ArrayOf(5)
        from x in Gen.Choose(0, 5)
        from y in Gen.Choose(0, 5)
        from density in Gen.Choose(0, 100)
        from dice in Gen.Choose(0, 99).ArrayOf(36)
        select (
            WorldText.Picture([.. rows.Prepend("......")]), new Tile(x, y),
            dice.Select((d, i) => (d, i)).Where(p => p.d < density).Select(p => new Tile(p.i % 6, p.i / 6)).ToHashSet());

    private static int Ring(Tile a, Tile b) => Math.Max(Math.Abs(a.X - b.X), Math.Abs(a.Y - b.Y));

    /// <summary>How many steps each tile is away; nothing from inside a wall.</summary>
    private static Dictionary<Tile, int> Walk(WorldMap map, Tile start)
    {
        var steps = new Dictionary<Tile, int>();
        if (map.Blocks(start)) return steps;

        steps[start] = 0;
        for (var grown = true; grown;)
        {
            grown = false;
            foreach (var (tile, distance) in steps.ToArray())
            {
                Tile[] around = [new(tile.X + 1, tile.Y), new(tile.X - 1, tile.Y), new(tile.X, tile.Y + 1), new(tile.X, tile.Y - 1)];
                foreach (var next in around)
                {
                    if (map.Blocks(next) || (steps.TryGetValue(next, out var known) && known <= distance + 1)) continue;

                    steps[next] = distance + 1;
                    grown = true;
                }
            }
        }

        return steps;
    }
}
