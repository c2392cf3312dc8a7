namespace Parley.Protocols.World;

/// <summary>How far somebody may move now: fills with time, up to what may be moved at once.</summary>
internal struct Stride
{
    /// <summary>Rounding of positions such as 0.1 must not make a permitted step too long.</summary>
    private const double Tolerance = 1e-6;

    private double tiles;
    private long filledAt;

    /// <summary>Of somebody who stood still.</summary>
    public static Stride Full(WorldOptions options, long now) => new() { tiles = options.TileBurst, filledAt = now };

    /// <summary>Whether it reaches that far; in tiles.</summary>
    public bool Reaches(double distance, WorldOptions options, long now)
    {
        if (now > filledAt)
        {
            tiles = Math.Min(options.TileBurst, tiles + (now - filledAt) * options.TilesPerSecond / 1000.0);
            filledAt = now;
        }

        return distance <= tiles + Tolerance;
    }

    /// <summary>Uses it up by the distance moved.</summary>
    public void Take(double distance) => tiles -= distance;
}
