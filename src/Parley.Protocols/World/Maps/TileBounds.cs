namespace Parley.Protocols.World;

/// <summary>A rectangle of whole tiles.</summary>
/// <param name="X">Its first column.</param>
/// <param name="Y">Its first row.</param>
/// <param name="Width">Columns, at least 1.</param>
/// <param name="Height">Rows, at least 1.</param>
public readonly record struct TileBounds(int X, int Y, int Width, int Height)
{
    /// <summary>How many tiles it has.</summary>
    public int Area => Width * Height;

    /// <summary>Whether a tile lies in it.</summary>
    public bool Contains(Tile tile) =>
        (uint)(tile.X - X) < (uint)Width && (uint)(tile.Y - Y) < (uint)Height;

    /// <summary>Whether another lies in it as a whole.</summary>
    public bool Contains(TileBounds other) =>
        other.X >= X && other.Y >= Y && other.X + other.Width <= X + Width && other.Y + other.Height <= Y + Height;

    /// <summary>Whether they have a tile in common.</summary>
    public bool Overlaps(TileBounds other) =>
        X < other.X + other.Width && other.X < X + Width && Y < other.Y + other.Height && other.Y < Y + Height;

    /// <summary>All its tiles, row by row.</summary>
    public IEnumerable<Tile> Tiles()
    {
        for (var y = Y; y < Y + Height; y++)
        {
            for (var x = X; x < X + Width; x++) yield return new Tile(x, y);
        }
    }
}
