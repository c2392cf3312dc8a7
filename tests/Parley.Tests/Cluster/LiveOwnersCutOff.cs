using Parley.Core.Media;
using Parley.Tests.Media;
using Parley.Tests.Protocols.Live;
using Parley.Tests.Wire;

namespace Parley.Tests.Cluster;

/// <summary>The node of a room of <c>live</c> is lost in the middle of everything.</summary>
[Collection(ClusterCollection.Name)]
public sealed class LiveOwnersCutOff(RabbitBroker broker)
{
    [Fact]
    public async Task Publishers_are_asked_to_offer_again_who_waited_to_watch_goes_on_waiting_and_nothing_is_left_on_the_media_server()
    {
        var server = new FakeMediaServer(TimeProvider.System);
        await using var way = new TcpProxy(broker.Port);
        await using var nodes = new NodeGroup(broker.Url, media: new MediaServers([server]));
        await nodes.AddAsync();
        var cut = await nodes.AddAsync($"amqp://guest:guest@127.0.0.1:{way.Port}/");
        await nodes.SettleAsync();
        var rid = LiveRooms.Name("stage", NodeGroup.NodeOf(cut).Owns);
        await using var alice = await nodes[0].LiveInAsync("alice", "m2m", rid, making: true);
        await using var bob = await nodes[0].LiveInAsync("bob", "m2m", rid);
        await using var carol = await nodes[0].LiveInAsync("carol", "m2m", rid);
        await using var dave = await cut.LiveInAsync("dave", "m2m", rid);
        await alice.OfferAsync();
        await bob.WatchAsync(alice);
        await alice.HeardAsync();
        server.Stall();
        await carol.SendAsync("watch", $",\"to\":{alice.Address}");
        await carol.HeardAsync();
        await NodeGroup.ArriveAsync([nodes[0], cut]);

        way.Cut();
        await Eventually.Is(() => !NodeGroup.NodeOf(cut).InContact);
        way.TellTarget();
        await alice.ShouldBeAskedToOfferAsync();
        foreach (var client in (LiveClient[])[alice, bob, carol]) (await client.NextPublishersAsync()).ShouldBe(["alice"]);
        server.Release();
        await alice.OfferAsync(options: """{"restarting":true}""");
        (await carol.NextAsync("WATCH", ack: true)).GetProperty("c").GetInt32().ShouldBe(200);
        await bob.WatchAsync(alice);
        await bob.AskAsync(200, "publishRequest");
        await alice.NextAsync("PUBLISH_REQUEST");

        way.Heal();
        while (await dave.Socket.NextAsync() is not Received.Close { Code: 1001 })
        {
            // What it was told as long as it was not known.
        }

        await nodes.SettleAsync();
        await Eventually.Is(() => server.Rooms.Count <= 1);
        (await carol.HeardAsync()).ShouldNotContain("WATCH");
    }
}
