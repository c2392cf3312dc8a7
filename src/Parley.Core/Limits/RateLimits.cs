namespace Parley.Core.Limits;

/// <summary>How much one connection, and one user over all connections, may send.</summary>
/// <param name="MessagesPerSecond">Sustained. A candidate counts a quarter.</param>
/// <param name="Burst">At once, after a pause.</param>
/// <param name="DropsBeforeClose">So many dropped messages within <paramref name="DropWindow"/> end the connection.</param>
/// <param name="DropWindow">The time over which drops are counted.</param>
public sealed record RateLimits(int MessagesPerSecond, int Burst, int DropsBeforeClose, TimeSpan DropWindow)
{
    /// <summary>50 messages a second, bursts of 200, closed after 20 drops in 10 s.</summary>
    public static RateLimits Default { get; } = new(50, 200, 20, TimeSpan.FromSeconds(10));
}
