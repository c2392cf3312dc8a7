namespace Parley.WebSockets;

/// <summary>What one WebSocket may do, and for how long.</summary>
public sealed record WebSocketLimits
{
    /// <summary>Largest message, in bytes; a larger one is closed 1009 by its header, before it is read.</summary>
    public int MaxMessageBytes { get; init; } = 64 * 1024;

    /// <summary>Largest frame of data, in bytes; a larger one is closed 1009 by its header.</summary>
    public int MaxFrameBytes { get; init; } = int.MaxValue;

    /// <summary>Most fragments of one message; a message of many tiny ones costs more than its bytes.</summary>
    public int MaxFragments { get; init; } = 1024;

    /// <summary>Longest time from the first byte of a message to its last.</summary>
    public TimeSpan AssemblyTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Most pings and pongs between two ticks (about a second).</summary>
    public int MaxControlFramesPerSecond { get; init; } = 100;

    /// <summary>How often the server pings.</summary>
    public TimeSpan PingInterval { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>A client of which nothing was heard for so long is dead.</summary>
    public TimeSpan DeadAfter { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Whether a client whose frames can't be read on is told why in words, beside the code.</summary>
    public bool ExplainFaults { get; init; } = true;

    /// <summary>How long the other side may take to answer a close frame before the connection is cut.</summary>
    public TimeSpan CloseTimeout { get; init; } = TimeSpan.FromSeconds(5);
}
