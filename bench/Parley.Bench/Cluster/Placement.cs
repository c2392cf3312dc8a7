using Parley.Bench.Load;

namespace Parley.Bench.Cluster;

/// <summary>Where the two members of a room are connected, in a cluster of one or two nodes.</summary>
/// <param name="Id">Its name.</param>
/// <param name="Nodes">How many nodes there are.</param>
/// <param name="About">For the report.</param>
internal sealed record Placement(string Id, int Nodes, string About)
{
    /// <summary>What a cluster of one node does: it has nobody to tell.</summary>
    internal static readonly Placement One = new("one", 1, "one node");

    /// <summary>What two nodes do for rooms that each has to itself.</summary>
    internal static readonly Placement Local = new("local", 2, "two nodes, both members at the node that the room is on");

    /// <summary>Nine rooms of ten to themselves, one across.</summary>
    internal static readonly Placement Mostly = new("mostly", 2, "two nodes, nine rooms of ten so, one across");

    /// <summary>One member at each.</summary>
    internal static readonly Placement Split = new("split", 2, "two nodes, the members at different ones");

    /// <summary>Both at the one that the room is not on.</summary>
    internal static readonly Placement Away = new("away", 2, "two nodes, both members at the other node");

    internal static readonly IReadOnlyList<Placement> All = [One, Local, Mostly, Split, Away];

    /// <summary>Those in which memory is measured.</summary>
    internal static readonly IReadOnlyList<Placement> Kept = [Local, Split, Away];

    /// <summary>The members of a room.</summary>
    /// <param name="group">The nodes.</param>
    /// <param name="room">The room.</param>
    /// <param name="owner">Which node it is on.</param>
    /// <param name="index">Counts rooms.</param>
    internal ClientPlan[] Seats(ServerGroup group, PairRoom room, int owner, int index)
    {
        var other = group.Nodes.Count - 1 - owner;
        var (first, second) = this == Away ? (other, other)
            : this == Split || (this == Mostly && index % 10 == 0) ? (owner, other)
            : (owner, owner);
        return [room.Seat(0, group.Nodes[first]), room.Seat(1, group.Nodes[second])];
    }
}
