using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Parley.Core.Resuming;
using Parley.Protocols.ChatRoom;
using Parley.RabbitMq;
using Parley.Tests.Protocols;
using Parley.Tests.Wire;

namespace Parley.Tests.Cluster;

/// <summary>Rooms go from node to node, by choice and by death, and those who are in them get everything once and in order.</summary>
[Collection(ClusterCollection.Name)]
public sealed class OwnersChange(RabbitBroker broker)
{
    [Fact]
    public async Task Nodes_that_come_and_go_under_load_lose_and_reorder_nothing()
    {
        await using var nodes = await NodeGroup.StartAsync(broker.Url, 2);
        var rooms = new List<(TestSocket Alice, TestSocket Bob)>();
        for (var i = 0; i < 6; i++)
        {
            var room = await nodes.RoomAtAsync(nodes[i % 2]);
            var alice = await Actors.ChatRoomAsync(nodes[0], room, "alice");
            var bob = await Actors.ChatRoomAsync(nodes[1], room, "bob");
            (await alice.TextAsync()).ShouldContain("user-joined");
            rooms.Add((alice, bob));
        }

        using var over = new CancellationTokenSource();
        var sending = rooms.Select(r => r.Alice).Concat(rooms.Select(r => r.Bob)).Select(s => s.SendNumbersAsync(over.Token)).ToArray();
        var third = await nodes.AddAsync();
        await nodes.SettleAsync();
        await third.StopAsync();
        await nodes.SettleAsync();
        await over.CancelAsync();
        var sent = await Task.WhenAll(sending);

        for (var i = 0; i < rooms.Count; i++)
        {
            var (alice, bob) = rooms[i];
            await bob.ShouldCountAsync(0, sent[i]);
            await alice.ShouldCountAsync(0, sent[rooms.Count + i]);
            await alice.ShouldHaveNothingAsync();
            await bob.ShouldHaveNothingAsync();
            await alice.DisposeAsync();
            await bob.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_process_that_is_killed_under_load_loses_its_own_clients_but_for_those_that_resume_and_nothing_else()
    {
        await using var nodes = await NodeGroup.StartAsync(broker.Url, 2);
        var (process, url) = await nodes.AddProcessAsync();
        await using var killed = process;
        // One that it owns, and one in which it only has a client.
        var (its, ours) = (await nodes.RoomElsewhereAsync(), await nodes.RoomAtAsync(nodes[0]));
        var (alice, bob, carol, _) = await FillAsync(nodes, its, url);
        var (ann, ben, cat, welcome) = await FillAsync(nodes, ours, url, "&resume=");

        using var over = new CancellationTokenSource();
        var sending = ((TestSocket[])[alice, bob, ann, ben]).Select(s => s.SendNumbersAsync(over.Token)).ToArray();
        await bob.ShouldCountAsync(0, 50);
        await ben.ShouldCountAsync(0, 50);
        process.Kill();
        var heard = new List<string>();
        while (await cat.NextAsync() is Received.Message message) heard.Add(message.Text);
        var back = await TestSocket.ConnectAsync(
            nodes[1].Url, $"/api/chat/realtime/{ours}?tk={nodes[1].Token("carol")}&resume={Token(welcome)}&seq={heard.Count}");
        (await back.TextAsync()).ShouldContain("\"result\":\"resumed\"");
        // Until the others have what it owned.
        await nodes.SettleAsync();
        await over.CancelAsync();
        var sent = await Task.WhenAll(sending);

        (await bob.CountOnAsync(50, sent[0])).ShouldBeLeaveOf("carol");
        (await alice.CountOnAsync(0, sent[1])).ShouldBeLeaveOf("carol");
        await ben.ShouldCountAsync(50, sent[2] - 50);
        await ann.ShouldCountAsync(0, sent[3]);
        while (heard.Count < sent[2] + sent[3]) heard.Add(await back.TextAsync());
        heard.ShouldBeCountsOf("alice", sent[2]);
        heard.ShouldBeCountsOf("bob", sent[3]);
        foreach (var socket in (TestSocket[])[alice, bob, ann, ben, back]) await socket.ShouldHaveNothingAsync();
        foreach (var socket in (TestSocket[])[alice, bob, carol, ann, ben, cat, back]) await socket.DisposeAsync();
    }

    [Fact]
    public async Task When_a_room_goes_elsewhere_who_was_away_leaves_and_who_comes_late_is_asked_to_reconnect_rather_than_miss_something()
    {
        await using var way = new TcpProxy(broker.Port);
        await using var nodes = await NodeGroup.StartAsync(broker.Url, 2);
        var slow = await nodes.AddAsync($"amqp://guest:guest@127.0.0.1:{way.Port}/");
        await nodes.SettleAsync();
        // The slow one has clients and no rooms.
        NodeGroup.NodeOf(slow).Yields = true;
        await Eventually.Is(() => NodeGroup.NodeOf(nodes[0]).ShardsHere + NodeGroup.NodeOf(nodes[1]).ShardsHere == ClusterNode.Shards);
        var away = nodes[1].Services.GetRequiredService<KeptSessions>();
        var rooms = new List<(string Room, TestSocket Alice, string Token)>();
        // On the node that gives the room away, and on the one that gets it.
        for (var i = 0; i < 2; i++)
        {
            var room = await nodes.RoomAtAsync(nodes[1]);
            var alice = await Actors.ChatRoomAsync(nodes[i], room, "alice");
            await using var bob = await TestSocket.ConnectAsync(nodes[i].Url, $"/api/chat/realtime/{room}?tk={nodes[i].Token("bob")}&resume=");
            rooms.Add((room, alice, Token(await bob.TextAsync())));
            (await alice.TextAsync()).ShouldContain("user-joined");
            bob.Drop();
            await Eventually.Is(() => away.Away == i + 1);
        }

        // Of one who comes late others know; of another nobody does.
        var (third, fourth) = (await nodes.RoomAtAsync(nodes[1]), await nodes.RoomAtAsync(nodes[1]));
        await using var ann = await Actors.ChatRoomAsync(nodes[1], third, "alice");
        await using var carol = await Actors.ChatRoomAsync(slow, third, "carol");
        await using var cat = await Actors.ChatRoomAsync(slow, fourth, "carol");
        (await ann.TextAsync()).ShouldContain("user-joined");

        way.Hold();
        await Eventually.Is(() => NodeGroup.NodeOf(nodes[0]).Nodes == 2);
        NodeGroup.NodeOf(nodes[1]).Yields = true;
        foreach (var room in (string[])[third, fourth])
            await Eventually.Is(() => NodeGroup.NodeOf(nodes[0]).Owns(CallRoom.Of(Guid.Parse(room))));
        await using var ben = await Actors.ChatRoomAsync(nodes[0], fourth, "bob");
        await ann.SendNumberAsync(0);
        await ann.RoundTripAsync();
        way.Go();

        foreach (var late in (TestSocket[])[carol, cat]) (await late.NextAsync()).ShouldBeOfType<Received.Close>().Code.ShouldBe(1001);
        (await ann.TextAsync()).ShouldBeLeaveOf("carol");
        await ben.ShouldHaveNothingAsync();
        for (var i = 0; i < 2; i++)
        {
            var (room, alice, token) = rooms[i];
            (await alice.TextAsync()).ShouldBeLeaveOf("bob");
            await using var back = await TestSocket.ConnectAsync(
                nodes[i].Url, $"/api/chat/realtime/{room}?tk={nodes[i].Token("bob")}&resume={token}&seq=0");
            (await back.TextAsync()).ShouldContain("\"result\":\"rejected\"");
            (await alice.TextAsync()).ShouldContain("user-joined");
            await alice.DisposeAsync();
        }

        await Eventually.Is(() => away.Away == 0);
    }

    [Fact]
    public async Task Without_the_broker_rooms_of_one_node_go_on_and_others_catch_up_when_it_is_back()
    {
        await using var nodes = await NodeGroup.StartAsync(broker.Url, 2);
        var (alone, shared) = (await nodes.RoomAtAsync(nodes[0]), await nodes.RoomAtAsync(nodes[0]));
        await using var ann = await Actors.ChatRoomAsync(nodes[0], alone, "alice");
        await using var ben = await Actors.ChatRoomAsync(nodes[0], alone, "bob");
        await using var alice = await Actors.ChatRoomAsync(nodes[0], shared, "alice");
        await using var bob = await Actors.ChatRoomAsync(nodes[1], shared, "bob");
        (await ann.TextAsync()).ShouldContain("user-joined");
        (await alice.TextAsync()).ShouldContain("user-joined");
        await alice.SendNumberAsync(0);
        await bob.ShouldCountAsync(0, 1);

        await broker.KillAsync();
        await Eventually.Is(() => !NodeGroup.NodeOf(nodes[0]).InContact && !NodeGroup.NodeOf(nodes[1]).InContact);
        (await nodes[0].Http.GetStringAsync("/health/ready")).ShouldStartWith("degraded");
        for (var i = 0; i < 10; i++) await ann.SendNumberAsync(i);
        await ben.ShouldCountAsync(0, 10);
        for (var i = 1; i < 10; i++) await alice.SendNumberAsync(i);
        for (var i = 0; i < 10; i++) await bob.SendNumberAsync(i);

        await broker.StartAsync();
        await bob.ShouldCountAsync(1, 9);
        await alice.ShouldCountAsync(0, 10);
        await nodes.SettleAsync();
        (await nodes[0].Http.GetStringAsync("/health/ready")).ShouldBe("ready");
        foreach (var socket in (TestSocket[])[ann, ben, alice, bob]) await socket.ShouldHaveNothingAsync();
    }

    /// <summary>Alice and bob on the first two nodes, carol on the process; all have been told of each other.</summary>
    private static async Task<(TestSocket Alice, TestSocket Bob, TestSocket Carol, string Welcome)> FillAsync(
        NodeGroup nodes, string room, Uri process, string more = "")
    {
        var alice = await Actors.ChatRoomAsync(nodes[0], room, "alice");
        var bob = await Actors.ChatRoomAsync(nodes[1], room, "bob");
        var carol = await TestSocket.ConnectAsync(process, $"/api/chat/realtime/{room}?tk={nodes[0].Token("carol")}{more}");
        var welcome = await carol.TextAsync();
        welcome.ShouldContain("Connected to call of #");
        for (var i = 0; i < 2; i++) (await alice.TextAsync()).ShouldContain("user-joined");
        (await bob.TextAsync()).ShouldContain("user-joined");
        return (alice, bob, carol, welcome);
    }

    /// <summary>What the welcome says one comes back with.</summary>
    private static string Token(string welcome)
    {
        using var json = JsonDocument.Parse(welcome);
        return json.RootElement.GetProperty("data").GetProperty("resume").GetProperty("token").GetString()!;
    }
}
