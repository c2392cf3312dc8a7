namespace Parley.Protocols.World;

/// <summary>Where one zone differs from what its type has by configuration; <c>null</c> is no difference.</summary>
/// <param name="Capacity">Most people in it.</param>
/// <param name="SharedTiles">Whether two may stand on one tile.</param>
/// <param name="SfuAbove">With more people than this the zone is on the SFU.</param>
public sealed record ZoneOverrides(int? Capacity, bool? SharedTiles, int? SfuAbove)
{
    /// <summary>No difference at all.</summary>
    public static readonly ZoneOverrides None = new(null, null, null);
}
