namespace Parley.Protocols.World;

/// <summary>What has become of a zone's topology.</summary>
internal enum TopologyChange
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>It is on the SFU now.</summary>
    Promoted,

    /// <summary>It is small again, and back to P2P.</summary>
    Demoted,

    /// <summary>The media server is gone, and the zone back to P2P.</summary>
    FellBack,
}

/// <summary>What to tell whom after something happened in a zone.</summary>
/// <param name="Change">After a way back to P2P everybody in the zone is told.</param>
/// <param name="Promote">Who gets a promotion; of a zone that was promoted now, everybody.</param>
internal readonly record struct TopologyStep(TopologyChange Change, IReadOnlyList<string> Promote)
{
    public static TopologyStep Nothing { get; } = new(TopologyChange.None, []);
}
