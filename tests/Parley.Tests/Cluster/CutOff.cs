using Parley.Protocols.ChatRoom;
using Parley.Protocols.GuestCall;
using Parley.Tests.Protocols;
using Parley.Tests.Wire;

namespace Parley.Tests.Cluster;

/// <summary>A node that is cut off from the broker, and so from the others, does not know it at first.</summary>
[Collection(ClusterCollection.Name)]
public sealed class CutOff(RabbitBroker broker)
{
    [Fact]
    public async Task An_owner_that_is_cut_off_stops_before_another_takes_its_rooms_and_all_agree_when_it_is_back()
    {
        await using var way = new TcpProxy(broker.Port);
        await using var nodes = new NodeGroup(broker.Url);
        await nodes.AddAsync();
        var cut = await nodes.AddAsync($"amqp://guest:guest@127.0.0.1:{way.Port}/");
        await nodes.SettleAsync();
        var (shared, alone) = (await nodes.RoomAtAsync(cut), await nodes.RoomAtAsync(cut));
        await using var alice = await Actors.ChatRoomAsync(nodes[0], shared, "alice");
        await using var bob = await Actors.ChatRoomAsync(cut, shared, "bob");
        await using var ann = await Actors.ChatRoomAsync(cut, alone, "alice");
        await using var ben = await Actors.ChatRoomAsync(cut, alone, "bob");
        (await alice.TextAsync()).ShouldContain("user-joined");
        (await ann.TextAsync()).ShouldContain("user-joined");

        way.Cut();
        var (there, here) = (NodeGroup.NodeOf(cut), NodeGroup.NodeOf(nodes[0]));
        await Eventually.Is(() => !there.InContact);
        // The broker has not noticed: nobody else can have its rooms.
        here.ShardsHere.ShouldBeLessThan(256);
        await bob.SendNumberAsync(0);
        await ann.SendNumberAsync(0);
        await ben.ShouldCountAsync(0, 1);
        // It would by itself, after some seconds.
        way.TellTarget();
        await Eventually.Is(() => here.ShardsHere == 256);
        (await alice.TextAsync()).ShouldBeLeaveOf("bob");

        way.Heal();
        (await bob.NextAsync()).ShouldBeOfType<Received.Close>().Code.ShouldBe(1001);
        await nodes.SettleAsync();
        await ann.SendNumberAsync(1);
        await ben.ShouldCountAsync(1, 1);
        // Who has left since then is not brought along to where the room goes next.
        here.Yields = true;
        await Eventually.Is(() => there.Owns(CallRoom.Of(Guid.Parse(shared))));
        await using var again = await Actors.ChatRoomAsync(cut, shared, "bob");
        (await alice.TextAsync()).ShouldContain("user-joined");
        await alice.SendNumberAsync(5);
        await again.ShouldCountAsync(5, 1);
        foreach (var socket in (TestSocket[])[alice, again, ann, ben]) await socket.ShouldHaveNothingAsync();
    }

    [Fact]
    public async Task A_guest_whose_node_was_cut_off_is_not_recovered_as_if_it_had_missed_nothing()
    {
        await using var first = new TcpProxy(broker.Port);
        await using var second = new TcpProxy(broker.Port);
        await using var nodes = new NodeGroup(broker.Url, more: new() { ["Parley:GuestCall:MatchRecovery"] = "500ms" });
        foreach (var way in (TcpProxy[])[first, second]) await nodes.AddAsync($"amqp://guest:guest@127.0.0.1:{way.Port}/");
        await nodes.SettleAsync();
        var lobbyIsFirst = NodeGroup.NodeOf(nodes[0]).Owns(Lobby.Only);
        var (here, there, cut) = lobbyIsFirst ? (nodes[0], nodes[1], second) : (nodes[1], nodes[0], first);
        await using var ann = await GuestCalls.ConnectAsync(here.Url, await GuestCalls.TokenAsync(here, "ann"));
        var token = await GuestCalls.TokenAsync(there, "ben");
        await using var ben = await GuestCalls.ConnectAsync(there.Url, token);
        await GuestCalls.MatchAsync(ann, ben);

        cut.Cut();
        await Eventually.Is(() => !NodeGroup.NodeOf(there).InContact);
        cut.TellTarget();
        (await ann.NextAsync("room:closed")).ShouldContain("ben is not connected");
        cut.Heal();
        await ben.NextAsync("closed");
        await nodes.SettleAsync();

        await using var back = await SocketIoConnection.ConnectAsync(there.Url, ben.AuthToRecover(token));
        back.Id.ShouldNotBe(ben.Id);
        await back.NextAsync("connection:established");
        await back.EmitAsync("user:match");
        await back.NextAsync("user:match:searching");
    }
}
