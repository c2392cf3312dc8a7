using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Parley.Core.Media;
using Parley.Core.Rooms;
using Parley.Protocols.World;
using Parley.RabbitMq;
using Parley.Tests.Media;
using Parley.Tests.Protocols;
using Parley.Tests.Protocols.World.Rules;
using Parley.Tests.Wire;

namespace Parley.Tests.Cluster;

/// <summary>
/// A workspace goes from node to node, by choice and by death, while its people walk: nobody sees anybody leave, objects
/// are held by the locks that they were held by, and presence goes on.
/// </summary>
[Collection(QuietCollection.Name)]
public sealed class WorldsGoOn(RabbitBroker broker)
{
    private const string Sit = """{"type":"INTERACT_REQUEST","payload":{"object_id":"chair","action":"sit"}}""";

    [Fact]
    public async Task People_walk_on_and_keep_places_and_objects_when_their_world_is_handed_over()
    {
        await using var nodes = await StartAsync();
        await using var alice = await OfficePeople.ComeAsync(nodes[0], "alice");
        await using var bob = await OfficePeople.ComeAsync(nodes[1], "bob");
        await using var carol = await OfficePeople.ComeAsync(nodes[0], "carol");
        await using var dave = await OfficePeople.ComeAsync(nodes[1], "dave");
        await carol.SendTextAsync(Sit);
        var held = LockIn(await LockedAsync(carol, alice, bob));
        await dave.StepAsync(0.5, 2.5, "sitting");
        foreach (var socket in (TestSocket[])[alice, bob]) await socket.NextOfAsync("PRESENCE_BROADCAST");
        dave.Drop();
        await Eventually.Is(() => Away(nodes) == 1);

        using var over = new CancellationTokenSource();
        var walking = Task.WhenAll(alice.WalkAsync(4.5, over.Token), bob.WalkAsync(5.75, over.Token));
        for (var i = 0; i < 2; i++) await LeaveAllAsync(nodes, nodes[i], nodes[1 - i]);
        await over.CancelAsync();
        var places = await walking;
        await bob.ShouldSeeAsync("alice", places[0]);
        await alice.ShouldSeeAsync("bob", places[1]);
        await carol.ShouldSeeAsync("alice", places[0]);

        // Who was away is waited for, and where it was.
        await using var back = await OfficePeople.ComeAsync(nodes[0], "dave", place: "\"x\":0.5,\"y\":2.5");
        await back.SendTextAsync(Sit);
        (await back.NextOfAsync("INTERACT_DENIED")).GetProperty("reason").GetString().ShouldBe("occupied");
        await carol.SendTextAsync(Sit);
        LockIn(await carol.NextOfAsync("INTERACT_GRANTED")).ShouldBe(held);
        await carol.SendTextAsync($$$"""{"type":"INTERACT_END","payload":{"object_id":"chair","lock_id":"{{{held}}}"}}""");
        foreach (var socket in (TestSocket[])[alice, bob, carol, back]) await socket.NextOfAsync("OBJECT_OCCUPIED");
        await back.SendTextAsync("""{"type":"INTERACT_REQUEST","payload":{"object_id":"stool","action":"sit"}}""");
        (await back.NextOfAsync("INTERACT_DENIED")).GetProperty("reason").GetString().ShouldBe("invalid");
        await carol.SendTextAsync(Sit);
        string.CompareOrdinal(LockIn(await carol.NextOfAsync("INTERACT_GRANTED")), held).ShouldBePositive();
        // Of those who were told nothing of all that, nobody was told anything else.
        await alice.NextOfAsync("OBJECT_OCCUPIED");
        await bob.NextOfAsync("OBJECT_OCCUPIED");
    }

    [Fact]
    public async Task A_person_resumes_where_the_world_is_now_and_misses_nothing()
    {
        await using var nodes = await StartAsync();
        await using var alice = await OfficePeople.ComeAsync(nodes[0], "alice");
        var bob = await TestSocket.ConnectAsync(nodes[1].Url, "/world");
        var begun = await bob.ConnectWorldAsync(nodes[1].WorkspaceToken("bob", "acme", "Member"), ",\"resume\":\"\"");
        await bob.SendTextAsync("""{"type":"JOIN_WORLD","payload":{"world_id":"office"}}""");
        (await bob.TypeAsync()).ShouldBe("WORLD_STATE");
        (await alice.TypeAsync()).ShouldBe("PEER_JOINED");
        for (var i = 0; i < 2; i++) await LeaveAllAsync(nodes, nodes[i], nodes[1 - i]);

        await OfferAsync(alice, "1");
        (await bob.NextOfAsync("SDP_OFFER")).GetRawText().ShouldContain("v=1");
        bob.Drop();
        await Eventually.Is(() => nodes[0].UsersAway() + nodes[1].UsersAway() == 1);
        await OfferAsync(alice, "2");
        await using var back = await TestSocket.ConnectAsync(nodes[0].Url, "/world");
        var token = begun.GetProperty("resume").GetProperty("token").GetString();
        var resumed = await back.ConnectWorldAsync(
            nodes[0].WorkspaceToken("bob", "acme", "Member"), $",\"resume\":\"{token}\",\"seq\":2");
        resumed.GetProperty("resume").GetProperty("result").GetString().ShouldBe("resumed");
        (await back.NextOfAsync("SDP_OFFER")).GetRawText().ShouldContain("v=2");
        await back.SendTextAsync("""{"type":"SDP_ANSWER","payload":{"to":"alice","sdp":"v=3"}}""");
        await alice.NextOfAsync("SDP_ANSWER");
        await bob.DisposeAsync();
    }

    [Fact]
    public async Task A_zone_on_the_media_server_is_told_that_it_begins_again_without()
    {
        await using var nodes = await StartAsync(services =>
            services.AddSingleton(new MediaServers([new FakeMediaServer(new ManualTimeProvider())])));
        await using var alice = await OfficePeople.ComeAsync(nodes[0], "alice");
        await using var bob = await OfficePeople.ComeAsync(nodes[1], "bob");
        (await alice.TypeAsync()).ShouldBe("PEER_JOINED");
        await alice.ToMeetingAsync(16.5);
        (await bob.TypeAsync()).ShouldBe("PEER_LEFT");
        await bob.ToMeetingAsync(17.5);
        (await alice.TypeAsync()).ShouldBe("PEER_JOINED");
        foreach (var socket in (TestSocket[])[alice, bob]) await socket.NextOfAsync("PROMOTE_TO_SFU");

        for (var i = 0; i < 2; i++) await LeaveAllAsync(nodes, nodes[i], nodes[1 - i]);
        foreach (var socket in (TestSocket[])[alice, bob])
        {
            var told = await socket.NextOfAsync("ZONE_TRANSITIONED");
            told.GetProperty("media_topology").GetString().ShouldBe("P2P_DIRECT");
            told.GetProperty("presence_snapshot").GetArrayLength().ShouldBe(1);
        }

        await OfferAsync(alice, "1");
        await bob.NextOfAsync("SDP_OFFER");
    }

    [Fact]
    public async Task When_the_process_is_killed_that_had_the_world_only_its_own_people_are_waited_for()
    {
        await using var nodes = await StartAsync();
        var (process, url) = await nodes.AddProcessAsync();
        await using var killed = process;
        ClusterNode[] others = [NodeGroup.NodeOf(nodes[0]), NodeGroup.NodeOf(nodes[1])];
        foreach (var node in others) node.Yields = true;
        await Eventually.Is(() => others.Sum(n => n.ShardsHere) == 0 && others.All(n => n.IsWhole));

        await using var alice = await OfficePeople.ComeAsync(nodes[0], "alice", "Admin");
        await using var bob = await OfficePeople.ComeAsync(nodes[1], "bob");
        await using var carol = await OfficePeople.ComeAsync(url, nodes[0].WorkspaceToken("carol", "acme", "Member"));
        await bob.SendTextAsync(Sit);
        var held = LockIn(await LockedAsync(bob, alice));
        await alice.SendTextAsync("""{"type":"MUTE_USER","payload":{"target_user_id":"bob","duration":600}}""");
        foreach (var socket in (TestSocket[])[alice, bob, carol])
        {
            while (await socket.TypeAsync() != "MUTE_USER")
            {
                // How the three came, and who sits.
            }
        }

        using var over = new CancellationTokenSource();
        var walking = alice.WalkAsync(4.5, over.Token);
        await bob.NextOfAsync("PRESENCE_BROADCAST");
        foreach (var node in others) node.Yields = false;
        process.Kill();
        await nodes.SettleAsync();
        await using var back = await OfficePeople.ComeAsync(nodes[1], "carol");
        await over.CancelAsync();
        var place = await walking;

        await bob.ShouldSeeAsync("alice", place);
        await back.ShouldSeeAsync("alice", place);
        await OfferAsync(bob, "1", "alice");
        (await bob.NextOfAsync("ERROR")).GetProperty("details").GetProperty("reason").GetString().ShouldBe("muted");
        await back.SendTextAsync(Sit);
        (await back.NextOfAsync("INTERACT_DENIED")).GetProperty("reason").GetString().ShouldBe("occupied");
        await bob.SendTextAsync($$$"""{"type":"INTERACT_END","payload":{"object_id":"chair","lock_id":"{{{held}}}"}}""");
        foreach (var socket in (TestSocket[])[alice, bob, back]) await socket.NextOfAsync("OBJECT_OCCUPIED");
    }

    /// <summary>Two nodes with the office of the rules; objects are held for longer than any test takes.</summary>
    private async Task<NodeGroup> StartAsync(Action<IServiceCollection>? configure = null)
    {
        var nodes = await NodeGroup.StartAsync(
            broker.Url, 2, more: new() { ["Parley:World:ObjectLease"] = "00:10:00", ["Parley:World:Grace"] = "00:10:00" }, configure: configure);
        for (var i = 0; i < 2; i++) nodes[i].Services.GetRequiredService<WorldCatalog>().Put(RulesOffice.MapOf(RulesOffice.File));
        return nodes;
    }

    private static Task OfferAsync(TestSocket from, string sdp, string to = "bob") =>
        from.SendTextAsync($$$"""{"type":"SDP_OFFER","payload":{"to":"{{{to}}}","sdp":"v={{{sdp}}}"}}""");

    /// <summary>Reads, of all, up to where the object is held.</summary>
    private static async Task<JsonElement> LockedAsync(TestSocket holder, params TestSocket[] others)
    {
        var granted = default(JsonElement);
        foreach (var socket in (TestSocket[])[holder, .. others])
        {
            string text;
            do
            {
                text = await socket.TextAsync();
                if (text.Contains("INTERACT_GRANTED", StringComparison.Ordinal)) granted = JsonElement.Parse(text).GetProperty("payload");
            }
            while (!text.Contains("OBJECT_OCCUPIED", StringComparison.Ordinal));
        }

        return granted;
    }

    private static string LockIn(JsonElement granted) => granted.GetProperty("lock_id").GetString()!;

    /// <summary>How many sessions are kept for nobody but the place that they have.</summary>
    private static int Away(NodeGroup nodes) => Enumerable.Range(0, 2).Sum(i => NodeGroup.NodeOf(nodes[i]).HostedSessions - NodeGroup.NodeOf(nodes[i]).EdgeSessions);

    /// <summary>All that a node has goes to the other, and what is the first one's by right back again.</summary>
    private static async Task LeaveAllAsync(NodeGroup nodes, ParleyHost one, ParleyHost other)
    {
        NodeGroup.NodeOf(one).Yields = true;
        await Eventually.Is(() => NodeGroup.NodeOf(other).ShardsHere == ClusterNode.Shards);
        // Nothing is left there that would end something by and by.
        var rooms = one.Services.GetRequiredService<LocalRooms>();
        await Eventually.Is(() => !rooms.OfKind(WorldProtocol.WorldKind).Any() && !rooms.OfKind(UserConnection.Kind).Any());
        NodeGroup.NodeOf(one).Yields = false;
        await nodes.SettleAsync();
    }
}
