namespace Parley.Protocols.World;

/// <summary>How far somebody may move now: fills with time, up to what may be moved at once.</summary>
internal struct Stride
{
    /// <summary>Rounding of positions such as 0.1 must not make a permitted step too long.</summary>
    private const double Tolerance = 1e-6;

    /// <summary>In seconds: a node's death is noticed and its worlds made again within less.</summary>
    private const int LongestSilence = 5;

    private double tiles;
    private long filledAt;

    /// <summary>Of somebody who stood still.</summary>
    public static Stride Full(WorldOptions options, long now) => new() { tiles = options.TileBurst, filledAt = now };

    /// <summary>Of somebody who may have gone on for some seconds, while nobody took notice.</summary>
    public static Stride AfterSilence(WorldOptions options, long now) =>
        new() { tiles = options.TileBurst + (LongestSilence * options.TilesPerSecond), filledAt = now };

    /// <summary>Whether it reaches that far; in tiles.</summary>
    public bool Reaches(double distance, WorldOptions options, long now)
    {
        if (now > filledAt)
        {
            tiles = Math.Max(tiles, Math.Min(options.TileBurst, tiles + (now - filledAt) * options.TilesPerSecond / 1000.0));
            filledAt = now;
        }

        return distance <= tiles + Tolerance;
    }

    /// <summary>Uses it up by the distance moved.</summary>
    public void Take(double distance) => tiles -= distance;
}
