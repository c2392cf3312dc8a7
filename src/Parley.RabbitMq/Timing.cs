namespace Parley.RabbitMq;

/// <summary>
/// How long things may take. They belong together: a node gives up its own shards (<see cref="Lease"/>) before the broker
/// does (<see cref="BrokerHeartbeat"/>).
/// </summary>
internal static class Timing
{
    /// <summary>How often the loop looks after things.</summary>
    public static readonly TimeSpan Turn = TimeSpan.FromMilliseconds(50);

    /// <summary>How often a node says that it lives, in milliseconds.</summary>
    public const long Announce = 250;

    /// <summary>A node that is silent for so long no longer counts for placement.</summary>
    public const long Suspect = 1000;

    /// <summary>A node that has not heard itself for so long acts for no room with members on other nodes.</summary>
    public const long Lease = 2500;

    /// <summary>A node that is silent for so long is forgotten: its clients leave their rooms.</summary>
    public const long Forget = 5000;

    /// <summary>For how long it is told, when it comes back, that it was forgotten.</summary>
    public const long Remember = 60 * 60 * 1000;

    /// <summary>How long after connecting a node listens before it claims shards.</summary>
    public const long Settle = 1000;

    /// <summary>How long a new owner waits for edges to open their sessions again.</summary>
    public const long Rebuild = 2000;

    /// <summary>
    /// How long an owner that hands a shard over waits for acknowledgements: longer than it takes to know that a node is dead,
    /// which then owes none. What is given away before that is inexact: who was resumed meanwhile may be so once more.
    /// </summary>
    public const long Drain = Forget + Suspect;

    /// <summary>How long one does that goes itself.</summary>
    public const long LastDrain = 2000;

    /// <summary>Between two attempts to connect, or to claim a shard that somebody held.</summary>
    public const long Retry = 250;

    /// <summary>Asks that nobody answered for so long have failed.</summary>
    public const long Ask = 10_000;

    /// <summary>Of the connection to the broker: it closes one that is silent for between two and three times as long.</summary>
    public static readonly TimeSpan BrokerHeartbeat = TimeSpan.FromSeconds(4);
}
