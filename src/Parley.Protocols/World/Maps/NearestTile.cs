namespace Parley.Protocols.World;

/// <summary>Looks for the nearest tile that somebody can be put on.</summary>
internal sealed class NearestTile(WorldMap map, Func<Tile, bool> taken)
{
    private static readonly (int X, int Y)[] Neighbours = [(0, 1), (1, 0), (0, -1), (-1, 0)];

    /// <summary>
    /// By walking, so that nobody ends up behind a wall; and, from inside a wall or where all that can be walked to is
    /// taken, as the crow flies.
    /// </summary>
    public Tile? From(Tile start)
    {
        start = new Tile(Math.Clamp(start.X, 0, map.Width - 1), Math.Clamp(start.Y, 0, map.Height - 1));
        return (map.Blocks(start) ? null : ByWalking(start)) ?? ByRings(start);
    }

    private bool IsFree(Tile tile) =>
        map.Contains(tile) && !map.Blocks(tile) && map.DoorAt(tile) is null && map.ZoneAt(tile) is not null && !taken(tile);

    private Tile? ByWalking(Tile start)
    {
        var seen = new TileSet(map.Width, map.Height);
        var ahead = new Queue<Tile>();
        seen.Add(start);
        ahead.Enqueue(start);
        while (ahead.TryDequeue(out var tile))
        {
            if (IsFree(tile)) return tile;

            foreach (var (x, y) in Neighbours)
            {
                var next = new Tile(tile.X + x, tile.Y + y);
                if (map.Contains(next) && !map.Blocks(next) && MayPass(next) && seen.Add(next)) ahead.Enqueue(next);
            }
        }

        return null;
    }

    /// <summary>A door is no way for one who is put somewhere: it may be shut for them.</summary>
    private bool MayPass(Tile tile) => map.DoorAt(tile) is null or { Access: DoorAccess.Public };

    private Tile? ByRings(Tile start)
    {
        for (var radius = 0; radius < Math.Max(map.Width, map.Height); radius++)
        {
            if (NearestOf(Ring(start, radius), start) is { } found) return found;
        }

        return null;
    }

    /// <summary>On a square ring the corners are farther away than the sides.</summary>
    private Tile? NearestOf(IEnumerable<Tile> ring, Tile start)
    {
        Tile? best = null;
        var least = int.MaxValue;
        foreach (var tile in ring)
        {
            var distance = Math.Abs(tile.X - start.X) + Math.Abs(tile.Y - start.Y);
            if (distance < least && IsFree(tile)) (best, least) = (tile, distance);
        }

        return best;
    }

    private static IEnumerable<Tile> Ring(Tile center, int radius)
    {
        if (radius == 0) return [center];

        var (left, right, top, bottom) = (center.X - radius, center.X + radius, center.Y - radius, center.Y + radius);
        var rows = Enumerable.Range(left, (2 * radius) + 1).SelectMany(x => new[] { new Tile(x, bottom), new Tile(x, top) });
        var columns = Enumerable.Range(top + 1, (2 * radius) - 1).SelectMany(y => new[] { new Tile(right, y), new Tile(left, y) });
        return rows.Concat(columns);
    }
}
