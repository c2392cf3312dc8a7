namespace Parley.Protocols.World;

/// <summary>Rectangles and places in a world file.</summary>
internal static class Geometry
{
    public static readonly IReadOnlyList<string> BoundsFields = ["x", "y", "width", "height"];
    public static readonly IReadOnlyList<string> PositionFields = ["x", "y"];

    /// <summary>The field <c>bounds</c>, whole tiles within the map.</summary>
    public static TileBounds? Bounds(this FileNode thing, MapPart? map)
    {
        if (thing.Field("bounds") is not { } node || !node.IsObject(BoundsFields)) return null;

        var x = node.Field("x")?.Whole(-WorldFileLimits.Side, WorldFileLimits.Side);
        var y = node.Field("y")?.Whole(-WorldFileLimits.Side, WorldFileLimits.Side);
        var width = node.Field("width")?.Whole(1, WorldFileLimits.Side);
        var height = node.Field("height")?.Whole(1, WorldFileLimits.Side);
        if (x is null || y is null || width is null || height is null) return null;

        var bounds = new TileBounds(x.Value, y.Value, width.Value, height.Value);
        if (map is null || map.Contains(bounds)) return bounds;

        node.Fault($"goes beyond the map: columns {x} to {x + width - 1} and rows {y} to {y + height - 1}, "
            + $"of 0 to {map.Width - 1} and 0 to {map.Height - 1}.");
        return null;
    }

    /// <summary>The fields <c>x</c> and <c>y</c> of an object, within the map.</summary>
    public static Position? Position(this FileNode node, MapPart? map)
    {
        var x = node.Field("x")?.Coordinate();
        var y = node.Field("y")?.Coordinate();
        if (x is null || y is null) return null;

        var position = new Position(x.Value, y.Value);
        if (map is null || map.Contains(position.Tile)) return position;

        node.Fault($"is beyond the map, which ends at {map.Width}, {map.Height}.");
        return null;
    }
}
