namespace Parley.Core.Resuming;

/// <summary>What is kept of sessions that can be resumed. For how long their protocols say.</summary>
public sealed record ResumeOptions
{
    /// <summary>Most messages that are kept for a session to be sent again.</summary>
    public int LogMessages { get; init; } = 256;

    /// <summary>Most bytes of them, WebSocket headers included.</summary>
    public int LogBytes { get; init; } = 256 * 1024;

    /// <summary>How long a message is kept: longer than it takes to find a connection dead, and the grace after that.</summary>
    public TimeSpan LogAge { get; init; } = TimeSpan.FromSeconds(75);

    /// <summary>Most bytes that are kept for all sessions together.</summary>
    public long TotalBytes { get; init; } = 64 * 1024 * 1024;

    /// <summary>Most sessions without a connection at once; one more ends with its connection.</summary>
    public int Sessions { get; init; } = 10_000;

    /// <summary>Most sessions of one user without a connection at once.</summary>
    public int SessionsPerUser { get; init; } = 8;

    /// <summary>How often a session may be resumed within a minute; beyond that its client has to begin anew.</summary>
    public int ResumesPerMinute { get; init; } = 30;
}
