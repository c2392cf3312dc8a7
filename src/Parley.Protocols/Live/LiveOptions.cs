namespace Parley.Protocols.Live;

/// <summary>What an operator may change of the protocol.</summary>
public sealed record LiveOptions
{
    /// <summary>Whether a user id without a token is taken on trust.</summary>
    public bool AllowAnonymous { get; init; }

    /// <summary>Whether a token that runs out ends its connection.</summary>
    public bool CloseOnExpiry { get; init; }

    /// <summary>Who has sent a heartbeat, and then none for so long, is out of the room.</summary>
    public TimeSpan HeartbeatTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long one whose connection was lost keeps the place in its rooms.</summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a room stays in which nobody is.</summary>
    public TimeSpan EmptyTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long who wants to watch waits for a publisher that sends nothing yet.</summary>
    public TimeSpan WatchTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a media server may take for one answer.</summary>
    public TimeSpan MediaTimeout { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Most users who publish in a room at once, where it is not said for the room.</summary>
    public int MaxPublishers { get; init; } = 9;

    /// <summary>Most sessions of one user in a room.</summary>
    public int SessionsPerUser { get; init; } = 4;

    /// <summary>Most streams that one session watches.</summary>
    public int WatchesPerSession { get; init; } = 64;

    /// <summary>Most sessions in a room.</summary>
    public int MembersPerRoom { get; init; } = 1000;

    /// <summary>Most rooms at once.</summary>
    public int Rooms { get; init; } = 10_000;
}
