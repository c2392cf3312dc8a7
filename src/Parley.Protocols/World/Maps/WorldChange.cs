namespace Parley.Protocols.World;

/// <summary>That a world came, was swapped or went.</summary>
/// <param name="WorldId">Which.</param>
/// <param name="Before">As it was; <c>null</c> for one that is new.</param>
/// <param name="After">As it is; <c>null</c> for one that is gone. It may be another workspace's from now on.</param>
public sealed record WorldChange(string WorldId, WorldMap? Before, WorldMap? After);
