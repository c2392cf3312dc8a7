namespace Parley.Bench.Load;

/// <summary>How one client connects and registers: built before the clock starts.</summary>
/// <param name="Request">The HTTP request that opens the WebSocket or the polling session.</param>
/// <param name="Steps">What follows it; the client is registered after the last one.</param>
internal sealed record ClientPlan(byte[] Request, params Step[] Steps)
{
    /// <summary>Path and query of a client that polls, without its session; null for one with a WebSocket.</summary>
    internal string? PollingTarget { get; init; }

    /// <summary>The port to connect to; null: the one that the loop's other clients do.</summary>
    internal int? Port { get; init; }

    /// <summary>The protocol's own ping, in a text frame, and the frame that answers it; null without one.</summary>
    internal (byte[] Ping, byte[] Pong)? KeepAlive { get; init; }
}

/// <summary>One exchange of the registration.</summary>
/// <param name="Send">A frame to send first, or null.</param>
/// <param name="Expect">What the server's next message has to contain; empty: nothing is awaited.</param>
internal sealed record Step(byte[]? Send, byte[] Expect);
