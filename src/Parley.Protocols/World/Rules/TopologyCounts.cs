namespace Parley.Protocols.World;

/// <summary>
/// How many zones with people in them are of each topology, and what happened to them; of all worlds of this process.
/// Counted where it happens and read when somebody asks.
/// </summary>
public sealed class TopologyCounts
{
    private readonly long[] zones = new long[Enum.GetValues<MediaTopology>().Length];
    private long promotions;
    private long fallbacks;
    private long connected;

    /// <summary>Zones that went to the SFU.</summary>
    public long Promotions => Interlocked.Read(ref promotions);

    /// <summary>Zones that came back because the media server was gone.</summary>
    public long Fallbacks => Interlocked.Read(ref fallbacks);

    /// <summary>How often people said that they are connected to the SFU.</summary>
    public long Connected => Interlocked.Read(ref connected);

    /// <summary>Zones now, by the names that topologies have on the wire, in lower case.</summary>
    public IEnumerable<KeyValuePair<string, long>> Zones() =>
    [
        new("p2p_direct", Count(MediaTopology.P2PDirect)),
        new("p2p_turn", Count(MediaTopology.P2PTurn)),
        new("sfu", Count(MediaTopology.Sfu)),
    ];

    internal void Move(MediaTopology? from, MediaTopology? to)
    {
        if (from == to) return;
        if (from is { } old) Interlocked.Decrement(ref zones[(int)old]);
        if (to is { } now) Interlocked.Increment(ref zones[(int)now]);
    }

    internal void Changed(TopologyChange change)
    {
        if (change == TopologyChange.Promoted) Interlocked.Increment(ref promotions);
        if (change == TopologyChange.FellBack) Interlocked.Increment(ref fallbacks);
    }

    internal void ConnectedToSfu() => Interlocked.Increment(ref connected);

    private long Count(MediaTopology topology) => Interlocked.Read(ref zones[(int)topology]);
}
