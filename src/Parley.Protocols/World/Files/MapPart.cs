using System.Text.Json;

namespace Parley.Protocols.World;

/// <summary><c>map</c>: its size, and its layers of tiles.</summary>
internal sealed class MapPart
{
    public static readonly IReadOnlyList<string> Fields = ["tileSet", "width", "height", "layers", "meta"];
    public static readonly IReadOnlyList<string> LayerFields = ["id", "name", "tiles", "collision", "meta"];

    private MapPart(int width, int height) => (Width, Height, Walls) = (width, height, new TileSet(width, height));

    public int Width { get; }

    public int Height { get; }

    public TileSet Walls { get; }

    /// <summary>The map, where its size is known; its layers may have faults.</summary>
    public static MapPart? Parse(FileNode node)
    {
        if (!node.IsObject(Fields)) return null;

        // A name or a path for who draws it, or a description of the tiles: anything goes.
        var width = node.Field("width")?.Whole(1, WorldFileLimits.Side);
        var height = node.Field("height")?.Whole(1, WorldFileLimits.Side);
        var layers = node.Field("layers");
        if (width is null || height is null) return null;
        if (width * height > WorldFileLimits.Tiles)
        {
            node.Fault($"has {width} x {height} = {width * height} tiles; at most {WorldFileLimits.Tiles} are taken.");
            return null;
        }

        var map = new MapPart(width.Value, height.Value);
        if (layers is { } list) map.ParseLayers(list);
        return map;
    }

    public bool Contains(TileBounds bounds) => new TileBounds(0, 0, Width, Height).Contains(bounds);

    public bool Contains(Tile tile) => new TileBounds(0, 0, Width, Height).Contains(tile);

    public bool Blocks(Tile tile) => Walls.Contains(tile);

    private void ParseLayers(FileNode list)
    {
        var ids = new UniqueIds("layer");
        foreach (var layer in list.Items(WorldFileLimits.Layers, "layers"))
        {
            if (!layer.IsObject(LayerFields)) continue;

            ids.Read(layer);
            layer.Optional("name")?.Line();
            var collides = layer.Optional("collision")?.Flag() ?? false;
            if (layer.Field("tiles") is { } tiles) ParseTiles(tiles, collides);
        }
    }

    /// <summary>Row by row; every number but 0 is something, and in a layer that collides a wall.</summary>
    private void ParseTiles(FileNode tiles, bool collides)
    {
        if (tiles.Value.ValueKind != JsonValueKind.Array)
        {
            tiles.Not("a list");
            return;
        }

        var count = tiles.Value.GetArrayLength();
        if (count != 0 && count != Width * Height)
        {
            tiles.Fault($"has {count} tiles; it has to have width x height = {Width * Height}, or none.");
            return;
        }

        var index = -1;
        foreach (var tile in tiles.Value.EnumerateArray())
        {
            index++;
            // Editors keep flips in the upper bits.
            if (tile.ValueKind != JsonValueKind.Number || !tile.TryGetUInt32(out var number))
            {
                tiles.Item(index, tile).Fault("has to be a whole number, 0 for nothing, at most 4294967295.");
                if (tiles.IsFull) return;
            }
            else if (collides && number != 0)
            {
                Walls.Add(new Tile(index % Width, index / Width));
            }
        }
    }
}
