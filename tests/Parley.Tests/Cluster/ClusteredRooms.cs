using Parley.Tests.Rooms;

namespace Parley.Tests.Cluster;

/// <summary>Alice and carol come to the first of three nodes, bob to the second.</summary>
public abstract class ClusteredRooms(ThreeNodes three, int owner) : RoomsSpec
{
    private protected override IReadOnlyList<ParleyHost> Nodes => three.All;

    private protected override ManualTimeProvider Time => three.Time;

    private protected override Task<string> NewRoomAsync() => three.Nodes.RoomAtAsync(three.Nodes[owner]);
}

/// <summary>The room is where two of its members are.</summary>
[Collection(QuietCollection.Name)]
public sealed class RoomsWithTheFirst(ThreeNodes three) : ClusteredRooms(three, owner: 0), IClassFixture<ThreeNodes>;

/// <summary>The room is where one of its members is.</summary>
[Collection(QuietCollection.Name)]
public sealed class RoomsWithTheSecond(ThreeNodes three) : ClusteredRooms(three, owner: 1), IClassFixture<ThreeNodes>;

/// <summary>The room is where none of its members is.</summary>
[Collection(QuietCollection.Name)]
public sealed class RoomsElsewhere(ThreeNodes three) : ClusteredRooms(three, owner: 2), IClassFixture<ThreeNodes>;
