using Parley.Tests.Protocols;
using Parley.Tests.Wire;

namespace Parley.Tests.Cluster;

/// <summary>Rooms go from node to node, by choice and by death, and those who are in them get everything once and in order.</summary>
public sealed class OwnersChange(RabbitBroker broker) : IClassFixture<RabbitBroker>
{
    private const int Enough = 400;

    [Fact]
    public async Task A_handover_under_load_loses_and_reorders_nothing()
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

        var sending = rooms.Select(r => CountAsync(r.Alice)).Concat(rooms.Select(r => CountAsync(r.Bob))).ToArray();
        await nodes.AddAsync();
        await nodes.SettleAsync();
        await Task.WhenAll(sending);

        foreach (var (alice, bob) in rooms)
        {
            await bob.ShouldCountAsync(0, Enough);
            await alice.ShouldCountAsync(0, Enough);
            await alice.ShouldHaveNothingAsync();
            await bob.ShouldHaveNothingAsync();
            await alice.DisposeAsync();
            await bob.DisposeAsync();
        }
    }

    [Fact]
    public async Task When_the_owner_dies_under_load_its_rooms_go_on_elsewhere_and_nothing_is_lost_or_doubled()
    {
        await using var nodes = await NodeGroup.StartAsync(broker.Url, 3);
        var room = await nodes.RoomAtAsync(nodes[2]);
        await using var alice = await Actors.ChatRoomAsync(nodes[0], room, "alice");
        await using var bob = await Actors.ChatRoomAsync(nodes[1], room, "bob");
        (await alice.TextAsync()).ShouldContain("user-joined");

        var sending = Task.WhenAll(CountAsync(alice), CountAsync(bob));
        await bob.ShouldCountAsync(0, Enough / 4);
        await NodeGroup.NodeOf(nodes[2]).KillAsync();
        await sending;

        await bob.ShouldCountAsync(Enough / 4, Enough - (Enough / 4));
        await alice.ShouldCountAsync(0, Enough);
        await alice.ShouldHaveNothingAsync();
        await bob.ShouldHaveNothingAsync();
    }

    [Fact]
    public async Task A_process_that_is_killed_loses_nothing_but_its_own_clients()
    {
        await using var nodes = await NodeGroup.StartAsync(broker.Url, 2);
        await using var process = await nodes.AddProcessAsync();
        var room = await nodes.RoomElsewhereAsync();
        await using var alice = await Actors.ChatRoomAsync(nodes[0], room, "alice");
        await using var bob = await Actors.ChatRoomAsync(nodes[1], room, "bob");
        (await alice.TextAsync()).ShouldContain("user-joined");
        await using var carol = await TestSocket.ConnectAsync(process.Url, $"/api/chat/realtime/{room}?tk={nodes[0].Token("carol")}");
        (await carol.TextAsync()).ShouldContain("Connected to call of #");
        (await alice.TextAsync()).ShouldContain("user-joined");
        (await bob.TextAsync()).ShouldContain("user-joined");

        var sending = Task.WhenAll(CountAsync(alice), CountAsync(bob));
        await carol.TextAsync();
        await bob.ShouldCountAsync(0, Enough / 4);
        process.Kill();
        await sending;

        await bob.ShouldCountAsync(Enough / 4, Enough - (Enough / 4));
        await alice.ShouldCountAsync(0, Enough);
        foreach (var socket in (TestSocket[])[alice, bob])
        {
            var left = await socket.TextAsync();
            left.ShouldContain("user-left");
            left.ShouldContain("\"senderAccountId\":\"carol\"");
            await socket.ShouldHaveNothingAsync();
        }
    }

    [Fact]
    public async Task Clients_of_a_node_that_died_leave_whether_it_owned_their_room_or_not()
    {
        await using var nodes = await NodeGroup.StartAsync(broker.Url, 3);
        var (theirs, ours) = (await nodes.RoomAtAsync(nodes[2]), await nodes.RoomAtAsync(nodes[0]));
        var staying = new List<TestSocket>();
        foreach (var room in (string[])[theirs, ours])
        {
            staying.Add(await Actors.ChatRoomAsync(nodes[0], room, "alice"));
            await Actors.ChatRoomAsync(nodes[2], room, "bob");
            (await staying[^1].TextAsync()).ShouldContain("user-joined");
        }

        await NodeGroup.NodeOf(nodes[2]).KillAsync();

        foreach (var alice in staying)
        {
            var left = await alice.TextAsync();
            left.ShouldContain("user-left");
            left.ShouldContain("\"senderAccountId\":\"bob\"");
            await alice.ShouldHaveNothingAsync();
            await alice.DisposeAsync();
        }
    }

    [Fact]
    public async Task Without_the_broker_rooms_of_one_node_go_on_and_others_catch_up_when_it_is_back()
    {
        var own = new RabbitBroker();
        await own.InitializeAsync();
        await using (own)
        await using (var nodes = await NodeGroup.StartAsync(own.Url, 2))
        {
            var (alone, shared) = (await nodes.RoomAtAsync(nodes[0]), await nodes.RoomAtAsync(nodes[0]));
            await using var ann = await Actors.ChatRoomAsync(nodes[0], alone, "alice");
            await using var ben = await Actors.ChatRoomAsync(nodes[0], alone, "bob");
            await using var alice = await Actors.ChatRoomAsync(nodes[0], shared, "alice");
            await using var bob = await Actors.ChatRoomAsync(nodes[1], shared, "bob");
            (await ann.TextAsync()).ShouldContain("user-joined");
            (await alice.TextAsync()).ShouldContain("user-joined");
            await alice.SendNumberAsync(0);
            await bob.ShouldCountAsync(0, 1);

            await own.KillAsync();
            await Eventually.Is(() => !NodeGroup.NodeOf(nodes[0]).InContact && !NodeGroup.NodeOf(nodes[1]).InContact);
            (await nodes[0].Http.GetStringAsync("/health/ready")).ShouldStartWith("degraded");
            for (var i = 0; i < 10; i++) await ann.SendNumberAsync(i);
            await ben.ShouldCountAsync(0, 10);
            for (var i = 1; i < 10; i++) await alice.SendNumberAsync(i);
            for (var i = 0; i < 10; i++) await bob.SendNumberAsync(i);

            await own.StartAsync();
            await bob.ShouldCountAsync(1, 9);
            await alice.ShouldCountAsync(0, 10);
            await nodes.SettleAsync();
            (await nodes[0].Http.GetStringAsync("/health/ready")).ShouldBe("ready");
            foreach (var socket in (TestSocket[])[ann, ben, alice, bob]) await socket.ShouldHaveNothingAsync();
        }
    }

    /// <summary>As fast as the socket takes it, with a pause now and then, so that it lasts.</summary>
    private static async Task CountAsync(TestSocket socket)
    {
        for (var i = 0; i < Enough; i++)
        {
            await socket.SendNumberAsync(i);
            if (i % 4 == 3) await Task.Delay(20);
        }
    }
}
