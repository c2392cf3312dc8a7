namespace Parley.Server.Options;

/// <summary><c>Parley:Limits</c>.</summary>
internal sealed class LimitOptions
{
    /// <summary>Sustained, a connection and a user; a candidate counts a quarter.</summary>
    public int MessagesPerSecond { get; set; } = 50;

    /// <summary>At once, after a pause.</summary>
    public int Burst { get; set; } = 200;

    /// <summary>Most messages that wait for one reader before it is closed as too slow (4503).</summary>
    public int OutboxMessages { get; set; } = 1000;

    /// <summary>Most bytes that wait for one reader before it is closed as too slow (4503).</summary>
    public int OutboxBytes { get; set; } = 1024 * 1024;

    /// <summary>Most connections at once; over it new ones are refused with 503.</summary>
    public int Connections { get; set; } = 100_000;
}
