namespace Parley.Core.Sessions;

/// <summary>What may wait for one reader before it is given up as too slow.</summary>
/// <param name="Messages">Most messages waiting.</param>
/// <param name="Bytes">Most bytes waiting, headers included.</param>
public sealed record OutboxLimits(int Messages = 1000, int Bytes = 1024 * 1024);
