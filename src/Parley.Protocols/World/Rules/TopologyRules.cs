namespace Parley.Protocols.World;

/// <summary>When a zone goes to the SFU and comes back; of all zones alike.</summary>
public sealed record TopologyRules
{
    /// <summary>More than this share of a zone's people needed TURN, in percent…</summary>
    public int TurnPercent { get; init; } = 30;

    /// <summary>…and at least so many: then it goes to the SFU, however few they are.</summary>
    public int TurnAtLeast { get; init; } = 3;

    /// <summary>A zone comes back when it has been small for so long, and changes at most once within it.</summary>
    public TimeSpan Hold { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Who has not connected to the SFU by then is asked again, once.</summary>
    public TimeSpan ConnectWithin { get; init; } = TimeSpan.FromSeconds(10);
}
