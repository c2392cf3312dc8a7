using FsCheck;
using FsCheck.Fluent;
using Parley.Protocols.World;
using Parley.Tests.World.Files;

namespace Parley.Tests.World.Maps;

public sealed class StraightWays
{
    /// <summary>Quarters: exact in binary, and often on borders and corners.</summary>
    private static readonly Gen<Position> AnyPosition =
        from x in Gen.Choose(-8, 40)
        from y in Gen.Choose(-8, 40)
        select new Position(x / 4.0, y / 4.0);

    private static readonly Gen<WorldMap> AnyMap =
        from rows in Gen.Choose(0, 9).Select(n => n < 3 ? '#' : '.').ArrayOf(8).Select(r => new string(r)).ArrayOf(8)
        select WorldText.Picture([.. rows.Skip(1).Prepend("........")]);

    [Theory]
    [InlineData(0.5, 0.5, 0.5, 0.5, "0,0")]
    [InlineData(0.2, 0.9, 0.8, 0.1, "0,0")]
    [InlineData(0.5, 0.5, 3.5, 0.5, "0,0 1,0 2,0 3,0")]
    [InlineData(3.5, 0.5, 0.5, 0.5, "3,0 2,0 1,0 0,0")]
    [InlineData(2, 1, 0, 1, "2,1 1,1 0,1")]
    [InlineData(0.5, 0.5, 2.5, 1.5, "0,0 1,0 1,1 2,1")]
    [InlineData(0.5, 0.5, 1.5, 1.5, "0,0 1,0 0,1 1,1")]
    [InlineData(1.5, 1.5, 0.5, 0.5, "1,1 0,1 1,0 0,0")]
    [InlineData(3, 4, 4, 5, "3,4 4,4 3,5 4,5")]
    public void The_tiles_that_a_line_touches(double fromX, double fromY, double toX, double toY, string tiles) =>
        string.Join(' ', Tiles(new(fromX, fromY), new(toX, toY)).Select(t => $"{t.X},{t.Y}")).ShouldBe(tiles);

    [Fact]
    public void Every_tile_that_a_point_of_the_line_lies_on_is_touched() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(2000),
        Prop.ForAll(AnyPosition.Two().ToArbitrary(), ends =>
        {
            var (from, to) = ends;
            HashSet<Tile> touched = [.. Tiles(from, to)];
            // Of points in between only those that rounding can't put onto another tile.
            return Enumerable.Range(1, 511).Select(i => i / 512.0)
                .Select(s => new Position(from.X + ((to.X - from.X) * s), from.Y + ((to.Y - from.Y) * s)))
                .All(p => touched.Contains(p.Tile));
        }));

    [Fact]
    public void Each_step_goes_to_a_tile_beside_or_around_a_corner_and_none_comes_twice() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(2000),
        Prop.ForAll(AnyPosition.Two().ToArbitrary(), ends =>
        {
            var (from, to) = ends;
            var tiles = Tiles(from, to);
            return (tiles[0] == from.Tile && tiles[^1] == to.Tile).Label("ends")
                .And((tiles.Distinct().Count() == tiles.Count).Label("once"))
                .And(tiles.Zip(tiles.Skip(1)).All(p => Math.Abs(p.First.X - p.Second.X) <= 1 && Math.Abs(p.First.Y - p.Second.Y) <= 1).Label("beside"))
                .And((tiles.Count <= 1 + (2 * (Math.Abs(from.Tile.X - to.Tile.X) + Math.Abs(from.Tile.Y - to.Tile.Y)))).Label("bounded"));
        }));

    [Fact]
    public void The_way_back_touches_the_same_tiles() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(2000),
        Prop.ForAll(AnyPosition.Two().ToArbitrary(), ends => Tiles(ends.Item1, ends.Item2).ToHashSet().SetEquals(Tiles(ends.Item2, ends.Item1))));

    [Fact]
    public void A_way_is_free_exactly_when_no_tile_that_it_touches_blocks() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(300),
        Prop.ForAll(AnyMap.ToArbitrary(), AnyPosition.Two().ToArbitrary(), (map, ends) =>
            map.IsStraightWayFree(ends.Item1, ends.Item2) == !Tiles(ends.Item1, ends.Item2).Exists(map.Blocks)));

    [Fact]
    public void Nobody_squeezes_between_two_walls_that_meet_at_a_corner()
    {
        var map = WorldText.Picture(
            ".#",
            "#.");

        map.IsStraightWayFree(new(0.5, 0.5), new(1.5, 1.5)).ShouldBeFalse();
    }

    [Fact]
    public void Nobody_cuts_the_corner_of_a_wall()
    {
        var map = WorldText.Picture(
            ".#",
            "..");

        map.IsStraightWayFree(new(0.5, 0.5), new(1.5, 1.5)).ShouldBeFalse();
        map.IsStraightWayFree(new(0.5, 0.5), new(0.5, 1.5)).ShouldBeTrue();
        map.IsStraightWayFree(new(0.5, 1.5), new(1.5, 1.5)).ShouldBeTrue();
    }

    [Fact]
    public void Nobody_jumps_over_a_wall() =>
        WorldText.Picture(".#.").IsStraightWayFree(new(0.5, 0.5), new(2.5, 0.5)).ShouldBeFalse();

    [Theory]
    [InlineData(-1)]
    [InlineData(1e300)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void A_way_that_leaves_the_map_is_not_free_and_not_walked(double x)
    {
        var map = WorldText.Picture("...");

        map.IsStraightWayFree(new(0.5, 0.5), new(x, 0.5)).ShouldBeFalse();
        map.IsStraightWayFree(new(x, 0.5), new(0.5, 0.5)).ShouldBeFalse();
    }

    [Fact]
    public void Looking_along_a_way_allocates_nothing()
    {
        var map = WorldText.Picture("........", "........");
        var free = map.IsStraightWayFree(new(0.5, 0.5), new(7.5, 1.5));

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++) free &= map.IsStraightWayFree(new(0.5, 0.5), new(7.5, 1.5));

        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);
        free.ShouldBeTrue();
    }

    private static List<Tile> Tiles(Position from, Position to)
    {
        var tiles = new List<Tile>();
        foreach (var tile in new StraightWay(from, to)) tiles.Add(tile);
        return tiles;
    }
}
