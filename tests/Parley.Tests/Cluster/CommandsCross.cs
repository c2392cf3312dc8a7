using Parley.Tests.Protocols;
using Parley.Tests.Wire;

namespace Parley.Tests.Cluster;

/// <summary>What REST asks of a room reaches it on whichever node it is.</summary>
public sealed class CommandsCross(RabbitBroker broker) : IClassFixture<RabbitBroker>
{
    [Fact]
    public async Task A_rooms_status_and_the_removal_of_a_member_work_from_every_node()
    {
        await using var nodes = await NodeGroup.StartAsync(broker.Url, 2);
        var room = await nodes.RoomAtAsync(nodes[0]);
        await using var alice = await Actors.ChatRoomAsync(nodes[0], room, "alice");
        await using var bob = await Actors.ChatRoomAsync(nodes[1], room, "bob");
        (await alice.TextAsync()).ShouldContain("user-joined");

        for (var i = 0; i < 2; i++)
        {
            using var http = nodes[i].HttpAs("alice");
            (await http.GetStringAsync($"/api/chat/realtime/{room}/status")).ShouldContain("\"participantCount\":2");
        }

        using var other = nodes[1].HttpAs("alice");
        using var removed = await other.DeleteAsync($"/api/chat/{room}/members/bob");
        removed.IsSuccessStatusCode.ShouldBeTrue($"{removed.StatusCode}");
        (await bob.NextAsync()).ShouldBeOfType<Received.Close>().Code.ShouldBe(1008);
        (await alice.TextAsync()).ShouldContain("user-left");
    }
}
