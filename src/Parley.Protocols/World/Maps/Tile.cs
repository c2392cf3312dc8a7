namespace Parley.Protocols.World;

/// <summary>A square of a map: the positions from (X, Y) up to but without (X + 1, Y + 1).</summary>
/// <param name="X">Column, from 0 at the left.</param>
/// <param name="Y">Row, from 0 at the top.</param>
public readonly record struct Tile(int X, int Y)
{
    /// <summary>The position at its middle.</summary>
    public Position Center => new(X + 0.5, Y + 0.5);
}
