namespace Parley.Protocols.World;

/// <summary>Which zone a tile belongs to: a byte for each tile of the map.</summary>
internal sealed class ZoneGrid
{
    private readonly int width;
    private readonly byte[] numbers;
    private readonly IReadOnlyList<MapZone> zones;

    public ZoneGrid(int width, int height, IReadOnlyList<MapZone> zones)
    {
        this.width = width;
        this.zones = zones;
        numbers = new byte[width * height];

        // Where zones overlap, the one that gives more privilege is painted over the other.
        foreach (var zone in zones.OrderBy(z => z.Type)) Paint(zone);
    }

    /// <summary>The zone of a tile of the map, or <c>null</c>.</summary>
    public MapZone? this[Tile tile] => numbers[(tile.Y * width) + tile.X] is var number and > 0 ? zones[number - 1] : null;

    private void Paint(MapZone zone)
    {
        var bounds = zone.Bounds;
        for (var y = bounds.Y; y < bounds.Y + bounds.Height; y++)
            numbers.AsSpan((y * width) + bounds.X, bounds.Width).Fill((byte)(zone.Index + 1));
    }
}
