namespace Parley.Server.Options;

/// <summary><c>Parley:Direct</c>.</summary>
internal sealed class DirectSection
{
    /// <summary>How often a client has to send a heartbeat. Whole seconds: the client is told the number.</summary>
    public TimeSpan HeartbeatInterval { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a connection may take to register.</summary>
    public TimeSpan RegisterTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long an offer may go unanswered before its sender is told <c>signal_timeout</c>.</summary>
    public TimeSpan OfferTimeout { get; set; } = TimeSpan.FromSeconds(30);
}
