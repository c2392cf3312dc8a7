using System.Numerics;

namespace Parley.Protocols.World;

/// <summary>Some of a map's tiles: a bit for each.</summary>
internal sealed class TileSet(int width, int height)
{
    private readonly ulong[] bits = new ulong[((width * height) + 63) / 64];

    public int Count => bits.Sum(BitOperations.PopCount);

    public bool Contains(Tile tile)
    {
        var index = IndexOf(tile);
        return (bits[index >> 6] & (1UL << (index & 63))) != 0;
    }

    /// <summary>Whether it was not in it before.</summary>
    public bool Add(Tile tile)
    {
        var index = IndexOf(tile);
        var bit = 1UL << (index & 63);
        if ((bits[index >> 6] & bit) != 0) return false;

        bits[index >> 6] |= bit;
        return true;
    }

    private int IndexOf(Tile tile) => (tile.Y * width) + tile.X;
}
