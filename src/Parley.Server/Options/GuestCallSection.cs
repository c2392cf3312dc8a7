namespace Parley.Server.Options;

/// <summary><c>Parley:GuestCall</c>.</summary>
internal sealed class GuestCallSection
{
    /// <summary>REST requests of guests from one address within 15 minutes; then 429.</summary>
    public int GuestsPerAddress { get; set; } = 100;

    /// <summary>Socket.IO connections from one address within a minute; then <c>Rate limit exceeded</c>.</summary>
    public int ConnectionsPerMinute { get; set; } = 100;

    /// <summary>Socket.IO connections that one address may have at once; then 429. 0 for any number.</summary>
    public int ConnectionsPerAddress { get; set; } = 1000;

    /// <summary>How long a guest's session lives after it was last used.</summary>
    public TimeSpan SessionLifetime { get; set; } = TimeSpan.FromHours(2);

    /// <summary>How long the match of a guest who has gone is kept.</summary>
    public TimeSpan MatchRecovery { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a call rings before it is timed out to both.</summary>
    public TimeSpan RingTimeout { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>How often clients are pinged.</summary>
    public TimeSpan PingInterval { get; set; } = TimeSpan.FromSeconds(25);

    /// <summary>How long the answer to a ping may take.</summary>
    public TimeSpan PingTimeout { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>How long the Socket.IO state of a broken connection is kept for its client to take up again.</summary>
    public TimeSpan Recovery { get; set; } = TimeSpan.FromMinutes(2);
}
