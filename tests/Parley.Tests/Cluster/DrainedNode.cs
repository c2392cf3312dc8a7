using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Parley.Core.Resuming;
using Parley.Protocols.ChatRoom;
using Parley.Server.Hosting;
using Parley.Tests.Protocols;
using Parley.Tests.Wire;

namespace Parley.Tests.Cluster;

/// <summary>A node that is emptied: first of its clients, then of its rooms.</summary>
[Collection(ClusterCollection.Name)]
public sealed class DrainedNode(RabbitBroker broker)
{
    [Fact]
    public async Task Its_clients_resume_on_another_node_while_their_room_is_still_there_and_others_notice_nothing()
    {
        await using var nodes = await NodeGroup.StartAsync(broker.Url, 2);
        var (drained, other) = (nodes[0], nodes[1]);
        var room = await nodes.RoomAtAsync(drained);
        await using var alice = await Actors.ChatRoomAsync(other, room, "alice");
        await using var bob = await ConnectAsync(drained, room, "");
        var token = TokenIn(await bob.TextAsync());
        (await alice.TextAsync()).ShouldContain("user-joined");

        var drain = drained.Services.GetRequiredService<NodeDrain>();
        drain.Begin();
        (await bob.NextAsync()).ShouldBeOfType<Received.Close>().Code.ShouldBe(1001);
        await Eventually.Is(() => drain.Left == 0 && drained.Services.GetRequiredService<KeptSessions>().Away == 1);
        await alice.SendNumberAsync(0);
        NodeGroup.NodeOf(drained).Owns(CallRoom.Of(Guid.Parse(room))).ShouldBeTrue();
        drain.IsEmpty.ShouldBeFalse();

        await using var back = await ConnectAsync(other, room, $"{token}&seq=0");
        (await back.TextAsync()).ShouldContain("\"result\":\"resumed\"");
        await back.ShouldCountAsync(0, 1);
        await Eventually.Is(() => drain.IsEmpty && NodeGroup.NodeOf(other).Owns(CallRoom.Of(Guid.Parse(room))));
        await alice.SendNumberAsync(1);
        await back.ShouldCountAsync(1, 1);
        await back.SendNumberAsync(0);
        await alice.ShouldCountAsync(0, 1);
    }

    [Fact]
    public async Task Whoever_is_in_a_room_that_was_handed_over_under_load_resumes_where_it_is_now()
    {
        await using var nodes = await NodeGroup.StartAsync(broker.Url, 2);
        var (first, second) = (nodes[0], nodes[1]);
        var room = await nodes.RoomAtAsync(first);
        await using var alice = await Actors.ChatRoomAsync(first, room, "alice");
        var bob = await ConnectAsync(second, room, "");
        var token = TokenIn(await bob.TextAsync());
        (await alice.TextAsync()).ShouldContain("user-joined");

        // There and back, while both talk.
        using var over = new CancellationTokenSource();
        var sending = ((TestSocket[])[alice, bob]).Select(s => s.SendNumbersAsync(over.Token)).ToArray();
        NodeGroup.NodeOf(first).Yields = true;
        await Eventually.Is(() => NodeGroup.NodeOf(second).Owns(CallRoom.Of(Guid.Parse(room))));
        NodeGroup.NodeOf(first).Yields = false;
        await Eventually.Is(() => NodeGroup.NodeOf(first).Owns(CallRoom.Of(Guid.Parse(room))));
        await over.CancelAsync();
        var sent = await Task.WhenAll(sending);
        await alice.ShouldCountAsync(0, sent[1]);
        await bob.ShouldCountAsync(0, sent[0]);

        // What comes while nobody is there is kept by the node that got the room, and counted on from where the other was.
        bob.Drop();
        await Eventually.Is(() => first.Services.GetRequiredService<KeptSessions>().Away == 1);
        await alice.SendNumberAsync(sent[0]);
        await using var back = await ConnectAsync(second, room, $"{token}&seq={sent[0]}");
        using var answer = JsonDocument.Parse(await back.TextAsync());
        var resume = answer.RootElement.GetProperty("data").GetProperty("resume");
        resume.GetProperty("result").GetString().ShouldBe("resumed");
        resume.GetProperty("received").GetInt32().ShouldBe(sent[1]);
        await back.ShouldCountAsync(sent[0], 1);
        await back.SendNumberAsync(sent[1]);
        await alice.ShouldCountAsync(sent[1], 1);
        await bob.DisposeAsync();
    }

    private static string TokenIn(string welcome)
    {
        using var json = JsonDocument.Parse(welcome);
        return json.RootElement.GetProperty("data").GetProperty("resume").GetProperty("token").GetString()!;
    }

    private static Task<TestSocket> ConnectAsync(ParleyHost node, string room, string resume) =>
        TestSocket.ConnectAsync(node.Url, $"/api/chat/realtime/{room}?tk={node.Token("bob")}&resume={resume}");
}
