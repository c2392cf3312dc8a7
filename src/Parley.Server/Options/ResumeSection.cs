namespace Parley.Server.Options;

/// <summary><c>Parley:Resume</c>.</summary>
internal sealed class ResumeSection
{
    /// <summary>How long a session of <c>chatroom</c> or <c>direct</c> that can be resumed outlives a lost connection.</summary>
    public TimeSpan Grace { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Most messages kept for one session.</summary>
    public int LogMessages { get; set; } = 256;

    /// <summary>Most bytes of messages kept for one session.</summary>
    public int LogBytes { get; set; } = 256 * 1024;

    /// <summary>How long a message is kept.</summary>
    public TimeSpan LogAge { get; set; } = TimeSpan.FromSeconds(75);

    /// <summary>Most megabytes of messages kept for all sessions.</summary>
    public int TotalMegabytes { get; set; } = 64;

    /// <summary>Most sessions without a connection at once.</summary>
    public int Sessions { get; set; } = 10_000;

    /// <summary>Most sessions of one user without a connection at once.</summary>
    public int SessionsPerUser { get; set; } = 8;

    /// <summary>How often a session may be resumed within a minute.</summary>
    public int ResumesPerMinute { get; set; } = 30;
}
