namespace Parley.Protocols.Direct;

/// <summary>What an operator may change of the protocol.</summary>
public sealed record DirectOptions
{
    /// <summary>How often a client has to send a heartbeat; after twice that without a message it is closed. Whole seconds.</summary>
    public TimeSpan HeartbeatInterval { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a connection may take to register.</summary>
    public TimeSpan RegisterTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Whether a user id without a token is taken on trust.</summary>
    public bool AllowAnonymous { get; init; }

    /// <summary>Whether a token that runs out ends its connection.</summary>
    public bool CloseOnExpiry { get; init; }

    /// <summary>How long a session that can be resumed outlives its connection.</summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromSeconds(30);
}
