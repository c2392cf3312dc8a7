using Parley.Core.Sessions;

namespace Parley.EngineIo.Engine;

/// <summary>What the transport below Socket.IO does, and what it bears. Names and defaults are those of the reference server.</summary>
public sealed class EngineOptions
{
    /// <summary>How often the server pings. Clients read it in the handshake.</summary>
    public TimeSpan PingInterval { get; set; } = TimeSpan.FromSeconds(25);

    /// <summary>How long a ping may go unanswered before the session ends.</summary>
    public TimeSpan PingTimeout { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>How long an upgrade to WebSocket may take from its probe on.</summary>
    public TimeSpan UpgradeTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Largest body of a POST and largest WebSocket message, in bytes.</summary>
    public int MaxPayload { get; set; } = 1_000_000;

    /// <summary>Most sessions at once; beyond it handshakes are answered 503.</summary>
    public int MaxSessions { get; set; } = 100_000;

    /// <summary>
    /// Most sessions at once from one client address (of IPv6 its first 64 bits), polling and by WebSocket; beyond it
    /// handshakes are answered 429. 0 for any number. Behind a proxy, only where the application is told of clients' own
    /// addresses.
    /// </summary>
    public int MaxSessionsPerAddress { get; set; }

    /// <summary>Whether there is room for one more, where the server shares its limit with others; beyond it handshakes are answered 503.</summary>
    public Func<bool>? TakesMore { get; set; }

    /// <summary>What may wait for a client before it is given up as too slow, whatever the transport.</summary>
    public OutboxLimits Outbox { get; set; } = new();

    /// <summary>
    /// Web pages that may read answers and open sockets, as <c>https://example.org</c>; <c>*</c> stands for all, without
    /// credentials. A page from the server's own address always may.
    /// </summary>
    public ICollection<string> Origins { get; } = [];

    /// <summary>What is wrong with it, or <c>null</c>.</summary>
    public string? Fault() =>
        PingInterval <= TimeSpan.Zero ? "PingInterval has to be longer than nothing."
        : PingTimeout <= TimeSpan.Zero ? "PingTimeout has to be longer than nothing."
        : UpgradeTimeout <= TimeSpan.Zero ? "UpgradeTimeout has to be longer than nothing."
        : MaxPayload < 1024 ? "MaxPayload has to be at least 1,024 bytes."
        : MaxSessionsPerAddress < 0 ? "MaxSessionsPerAddress has to be at least 0."
        : MaxSessions < 1 ? "MaxSessions has to be at least 1."
        : null;
}
