namespace Parley.Protocols.World;

/// <summary>A place on a map. One tile is one unit; fractions are allowed, and relayed as they came.</summary>
/// <param name="X">From the left edge.</param>
/// <param name="Y">From the upper edge.</param>
public readonly record struct Position(double X, double Y)
{
    /// <summary>The tile it lies on. What is no number, or beyond any map, lies on a tile that no map contains.</summary>
    public Tile Tile => new(Floor(X), Floor(Y));

    /// <summary>A cast alone makes 0 of NaN, which is a tile of every map.</summary>
    private static int Floor(double value) => double.IsNaN(value) ? int.MinValue : (int)Math.Floor(value);
}
