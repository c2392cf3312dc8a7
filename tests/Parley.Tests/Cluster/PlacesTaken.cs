using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Parley.Core.Resuming;
using Parley.RabbitMq.Shards;
using Parley.Tests.Protocols;
using Parley.Tests.Protocols.Live;
using Parley.Tests.Wire;

namespace Parley.Tests.Cluster;

/// <summary>A client that has come back by another connection, and a room that goes elsewhere before the end of the earlier one is known.</summary>
[Collection(ClusterCollection.Name)]
public sealed class PlacesTaken(RabbitBroker broker)
{
    [Fact]
    public async Task Of_a_connection_whose_session_was_resumed_by_another_its_owner_knows_no_more()
    {
        // Its clock stands still, so that nothing is tidied up later.
        await using var nodes = await NodeGroup.StartAsync(broker.Url, 2, new ManualTimeProvider());
        var (owner, other) = (nodes[0], nodes[1]);
        var room = await nodes.RoomAtAsync(owner);
        await using var alice = await Actors.ChatRoomAsync(owner, room, "alice");
        var bob = await ConnectAsync(other, room, "");
        using var welcome = JsonDocument.Parse(await bob.TextAsync());
        bob.Drop();
        await Eventually.Is(() => owner.Services.GetRequiredService<KeptSessions>().Away == 1);
        NodeGroup.NodeOf(owner).HostedSessions.ShouldBe(2);

        var token = welcome.RootElement.GetProperty("data").GetProperty("resume").GetProperty("token").GetString()!;
        await using var back = await ConnectAsync(other, room, $"{token}&seq=0");
        (await back.TextAsync()).ShouldContain("\"result\":\"resumed\"");

        await Eventually.Is(() => NodeGroup.NodeOf(owner).HostedSessions == 2);
        await bob.DisposeAsync();
    }

    [Fact]
    public async Task Who_took_the_place_of_a_connection_whose_node_died_keeps_it_when_the_room_goes_elsewhere()
    {
        await using var nodes = await NodeGroup.StartAsync(broker.Url, 2);
        var (process, url) = await nodes.AddProcessAsync();
        await using var killed = process;
        var (owner, next) = (NodeGroup.NodeOf(nodes[0]), NodeGroup.NodeOf(nodes[1]));
        // One of those that are given away first, while the dead node is not forgotten yet.
        var rid = LiveRooms.Name("stage", room => owner.Owns(room) && Placement.ShardOf(room) < 48);
        await using var alice = await nodes[0].LiveInAsync("alice", "m2m", rid, making: true);
        await using var lost = new LiveClient(await TestSocket.ConnectAsync(url, $"/live?access_token={nodes[0].Token("bob")}"), "bob", "1", "m2m", rid);
        await lost.JoinAsync();
        await using var carol = await nodes[1].LiveInAsync("carol", "m2m", rid);

        process.Kill();
        await using var bob = await nodes[1].LiveInAsync("bob", "m2m", rid);
        owner.Yields = true;
        await Eventually.Is(() => next.Owns(LiveRooms.RoomOf(rid)) && next.Nodes == 2 && next.IsWhole);

        await bob.AskAsync(200, "heartbeat", ",\"bid\":1,\"send_ack\":true");
    }

    private static Task<TestSocket> ConnectAsync(ParleyHost node, string room, string resume) =>
        TestSocket.ConnectAsync(node.Url, $"/api/chat/realtime/{room}?tk={node.Token("bob")}&resume={resume}");
}
