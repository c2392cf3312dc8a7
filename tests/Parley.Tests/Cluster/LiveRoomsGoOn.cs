using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Parley.Core.Media;
using Parley.Core.Rooms;
using Parley.Protocols.Live;
using Parley.Tests.Media;
using Parley.Tests.Protocols.Live;
using Parley.Tests.Rest;
using Parley.Tests.Rest.Whip;

namespace Parley.Tests.Cluster;

/// <summary>
/// Rooms of <c>live</c> go from node to node, by choice and by death: who is in them, who publishes and who owns them is as
/// before; what is on a media server begins anew there, and nothing is left of what was.
/// </summary>
[Collection(QuietCollection.Name)]
public sealed class LiveRoomsGoOn(RabbitBroker broker)
{
    private readonly FakeMediaServer server = new(TimeProvider.System);

    [Fact]
    public async Task A_room_that_is_handed_over_asks_its_publishers_to_offer_again_and_nobody_leaves()
    {
        await using var nodes = await NodeGroup.StartAsync(broker.Url, 2, media: new MediaServers([server]));
        var rid = LiveRooms.Name("stage", NodeGroup.NodeOf(nodes[0]).Owns);
        await using var alice = await nodes[0].LiveInAsync("alice", "m2m", rid, making: true);
        await using var bob = await nodes[1].LiveInAsync("bob", "m2m", rid);
        await using var carol = await nodes[1].LiveInAsync("carol", "m2m", rid);
        await alice.AskAsync(200, "publishAccept", ",\"to\":\"bob\"");
        await alice.OfferAsync();
        await bob.OfferAsync();
        await carol.WatchAsync(alice);
        await carol.AnswerAsync(alice);
        await NodeGroup.ArriveAsync([nodes[0], nodes[1]]);
        foreach (var client in (LiveClient[])[alice, bob, carol]) await client.HeardAsync();

        for (var i = 0; i < 2; i++)
        {
            var (from, to) = (nodes[i], nodes[1 - i]);
            var before = server.Rooms.Single();
            await LiveRooms.GiveAllAsync(from, to);
            foreach (var publisher in (LiveClient[])[alice, bob]) await publisher.ShouldBeAskedToOfferAsync();
            foreach (var client in (LiveClient[])[alice, bob, carol]) (await client.NextPublishersAsync()).ShouldBe(["alice", "bob"]);
            // All is given back that the earlier owner had.
            await Eventually.Is(() => server.Rooms.Count == 0);
            CountsOf(from).ShouldBe((0, 0, 0, 0));

            await alice.OfferAsync(options: """{"restarting":true}""");
            await bob.OfferAsync(options: """{"restarting":true}""");
            (await carol.WatchAsync(alice)).GetProperty("pps")[0].GetProperty("id").GetString().ShouldBe("alice");
            server.Rooms.Single().ShouldNotBe(before);
            CountsOf(to).ShouldBe((2, 1, 2, 1));
            await NodeGroup.ArriveAsync([from, to]);
            foreach (var client in (LiveClient[])[alice, bob, carol]) await client.HeardAsync();
        }

        // Everybody is what it was.
        await carol.AskAsync(200, "publishRequest");
        (await alice.NextAsync("PUBLISH_REQUEST")).GetProperty("ss").GetProperty("userId").GetString().ShouldBe("carol");
        await bob.AskAsync(4051, "publishAccept", ",\"to\":\"carol\"");
        await alice.AskAsync(200, "kick", ",\"to\":\"bob\"");
        (await bob.NextAsync("KICK")).GetProperty("to").GetString().ShouldBe("bob");
        (await carol.NextPublishersAsync()).ShouldBe(["alice"]);
    }

    [Fact]
    public async Task Calls_of_two_go_on_without_a_loss_when_their_owner_hands_them_over_and_when_it_is_killed()
    {
        await using var nodes = await NodeGroup.StartAsync(broker.Url, 2);
        var (process, _) = await nodes.AddProcessAsync();
        await using var killed = process;
        bool IsThere(RoomId room) => !NodeGroup.NodeOf(nodes[0]).Owns(room) && !NodeGroup.NodeOf(nodes[1]).Owns(room);
        var calls = new List<(LiveClient Alice, LiveClient Bob)>();
        foreach (var rid in (string[])[LiveRooms.Name("its", IsThere), LiveRooms.Name("ours", NodeGroup.NodeOf(nodes[0]).Owns)])
        {
            var alice = await nodes[0].LiveInAsync("alice", "p2p", rid, making: true);
            var bob = await nodes[1].LiveInAsync("bob", "p2p", rid);
            (await alice.NextPublishersAsync()).ShouldBe(["alice"]);
            (await alice.NextPublishersAsync()).ShouldBe(["alice", "bob"]);
            (await bob.NextPublishersAsync()).ShouldBe(["alice", "bob"]);
            calls.Add((alice, bob));
        }

        using var over = new CancellationTokenSource();
        var sending = calls.Select(c => c.Alice.CountAsync(over.Token)).Concat(calls.Select(c => c.Bob.CountAsync(over.Token))).ToArray();
        foreach (var (_, bob) in calls) await bob.ShouldHaveCountedAsync(0, 20);
        process.Kill();
        await nodes.SettleAsync();
        await LiveRooms.GiveAllAsync(nodes[0], nodes[1]);
        await LiveRooms.GiveAllAsync(nodes[1], nodes[0]);
        await over.CancelAsync();
        var sent = await Task.WhenAll(sending);

        for (var i = 0; i < calls.Count; i++)
        {
            var (alice, bob) = calls[i];
            await bob.ShouldHaveCountedAsync(20, sent[i] - 20);
            await alice.ShouldHaveCountedAsync(0, sent[calls.Count + i]);
            (await alice.HeardAsync()).ShouldBeEmpty();
            (await bob.HeardAsync()).ShouldBeEmpty();
            await bob.Socket.CloseAsync();
            (await alice.NextPublishersAsync()).ShouldBe(["alice"]);
            await alice.DisposeAsync();
            await bob.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_session_is_resumed_where_its_room_is_now_and_misses_nothing()
    {
        await using var nodes = await NodeGroup.StartAsync(broker.Url, 2);
        var rid = LiveRooms.Name("call", NodeGroup.NodeOf(nodes[0]).Owns);
        await using var alice = await nodes[0].LiveInAsync("alice", "p2p", rid, making: true);
        await using var bob = await nodes[1].LiveAsync("bob", "p2p", rid);
        var begun = await ResumeAsync(bob, "", 0);
        begun.GetProperty("result").GetString().ShouldBe("begun");
        await bob.NextPublishersAsync();
        await alice.SignalAsync(0);
        await bob.ShouldHaveCountedAsync(0, 1);
        await LiveRooms.GiveAllAsync(nodes[0], nodes[1]);
        await alice.SignalAsync(1);
        await bob.ShouldHaveCountedAsync(1, 1);

        bob.Socket.Drop();
        await Eventually.Is(() => nodes[0].UsersAway() + nodes[1].UsersAway() == 1);
        await alice.SignalAsync(2);
        await using var back = await nodes[0].LiveAsync("bob", "p2p", rid);
        var resumed = await ResumeAsync(back, begun.GetProperty("token").GetString()!, 3);
        resumed.GetProperty("result").GetString().ShouldBe("resumed");
        resumed.GetProperty("received").GetInt32().ShouldBe(0);
        await back.ShouldHaveCountedAsync(2, 1);
        await alice.HeardAsync();
        await back.SignalAsync(0);
        await alice.ShouldHaveCountedAsync(0, 1);
        (await back.HeardAsync()).ShouldBeEmpty();

        // The connection by which it was resumed takes it along as well.
        await LiveRooms.GiveAllAsync(nodes[1], nodes[0]);
        await back.SignalAsync(1);
        await alice.ShouldHaveCountedAsync(1, 1);
        await alice.SignalAsync(3);
        await back.ShouldHaveCountedAsync(3, 1);
        (await back.HeardAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_connection_in_rooms_of_several_nodes_is_in_each_of_them_and_goes_from_one_to_another()
    {
        await using var nodes = await NodeGroup.StartAsync(broker.Url, 2);
        await using var alice = await nodes[0].LiveAsync("alice", "p2p", "");
        var rids = Enumerable.Range(0, 9).Select(i => LiveRooms.Name($"r{i}-", NodeGroup.NodeOf(nodes[i % 2]).Owns)).ToArray();
        foreach (var rid in rids[..8]) await JoinAsync(rid, 200);
        await JoinAsync(rids[8], 500);
        (await alice.In(rids[3]).AskAsync(200, "leave")).GetProperty("rid").GetString().ShouldBe(rids[3]);
        await JoinAsync(rids[8], 200);

        foreach (var rid in rids[1..])
        {
            await using var bob = await nodes[1].LiveAsync("bob", "p2p", rid);
            if (rid == rids[3])
            {
                (await bob.JoinAsync()).GetProperty("pps").GetArrayLength().ShouldBe(1);
                continue;
            }

            LiveClient.Users(await bob.JoinAsync()).ShouldBe(["alice", "bob"]);
            await alice.In(rid).SignalAsync(7);
            await bob.NextAsync("ICE");
        }

        // All of it ends with the connection, and each room's is one that can be resumed only where it is the only one.
        var carol = await nodes[0].LiveAsync("carol", "p2p", rids[0]);
        (await ResumeAsync(carol, "", 0)).GetProperty("result").GetString().ShouldBe("begun");
        await carol.In(rids[1]).AskAsync(500, "join", ""","ve":true,"ae":true,"eg":"native" """);
        await alice.Socket.CloseAsync();
        (await carol.NextPublishersAsync()).ShouldBe(["carol"]);
        await carol.DisposeAsync();

        async Task JoinAsync(string rid, int code) => await alice.In(rid).JoinAsync(creating: true, code);
    }

    [Fact]
    public async Task A_room_made_ahead_is_seen_and_ended_by_every_node_and_stays_when_it_goes_from_node_to_node()
    {
        await using var nodes = await NodeGroup.StartAsync(broker.Url, 2, media: new MediaServers([server]));
        var rid = LiveRooms.Name("hall", NodeGroup.NodeOf(nodes[1]).Owns);
        using var first = Operator(nodes[0]);
        using var second = Operator(nodes[1]);
        using var made = await first.PostAsJsonAsync("/api/live/rooms", new { rid, channel = "m2m", publishers = new[] { "alice" } });
        made.StatusCode.ShouldBe(HttpStatusCode.Created);
        using var again = await second.PostAsJsonAsync("/api/live/rooms", new { rid, channel = "m2m" });
        again.StatusCode.ShouldBe(HttpStatusCode.Conflict);

        await LiveRooms.GiveAllAsync(nodes[1], nodes[0]);
        await LiveRooms.GiveAllAsync(nodes[0], nodes[1]);
        await using var alice = await nodes[0].LiveInAsync("alice", "m2m", rid);
        (await second.GetFromJsonAsync<JsonElement>($"/api/live/rooms/{rid}")).GetProperty("owner").GetString().ShouldBe("alice");
        (await first.GetFromJsonAsync<JsonElement>($"/api/live/rooms/{rid}")).GetProperty("owner").GetString().ShouldBe("alice");

        using var deleted = await first.DeleteAsync($"/api/live/rooms/{rid}");
        deleted.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await alice.NextAsync("KICK")).GetProperty("rid").GetString().ShouldBe(rid);
        using var gone = await second.GetAsync($"/api/live/rooms/{rid}");
        gone.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        await LiveRooms.GiveAllAsync(nodes[1], nodes[0]);
        using var still = await second.GetAsync($"/api/live/rooms/{rid}");
        still.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task WHIP_and_WHEP_reach_a_room_by_every_node_and_end_when_it_goes_to_another()
    {
        await using var nodes = await NodeGroup.StartAsync(broker.Url, 2, media: new MediaServers([server]));
        var rid = LiveRooms.Name("stage", NodeGroup.NodeOf(nodes[1]).Owns);
        using var operators = Operator(nodes[0]);
        using var made = await operators.PostAsJsonAsync("/api/live/rooms", new { rid, channel = "m2m", publishers = new[] { "alice" } });
        made.StatusCode.ShouldBe(HttpStatusCode.Created);
        await using var carol = await nodes[0].LiveInAsync("carol", "m2m", rid);
        using var first = nodes[0].HttpAs("alice");
        using var second = nodes[1].HttpAs("alice");
        using var published = await first.PostAsync($"/whip/{rid}", Body(WhipStage.Offer(), WhipStage.Sdp));
        published.StatusCode.ShouldBe(HttpStatusCode.Created, await published.Content.ReadAsStringAsync());
        var session = published.Headers.Location!.ToString();
        server.Rooms.Single().Uplinks.Count.ShouldBe(1);
        (await carol.NextPublishersAsync()).ShouldBe(["alice"]);

        using var candidates = new HttpRequestMessage(HttpMethod.Patch, session) { Content = Body(WhipStage.Candidates(), WhipStage.Fragment) };
        candidates.Headers.TryAddWithoutValidation("If-Match", published.Headers.ETag!.ToString());
        using var taken = await second.SendAsync(candidates);
        taken.StatusCode.ShouldBe(HttpStatusCode.NoContent, await taken.Content.ReadAsStringAsync());

        using var viewer = nodes[0].HttpAs("bob");
        using var offered = await viewer.PostAsync($"/whep/{rid}?user=alice", Body("", WhipStage.Sdp));
        offered.StatusCode.ShouldBe(HttpStatusCode.Created, await offered.Content.ReadAsStringAsync());
        using var answer = await viewer.PatchAsync(offered.Headers.Location, Body(WhipStage.Offer(), WhipStage.Sdp));
        answer.StatusCode.ShouldBe(HttpStatusCode.NoContent, await answer.Content.ReadAsStringAsync());
        using var deleted = await viewer.DeleteAsync(offered.Headers.Location);
        deleted.StatusCode.ShouldBe(HttpStatusCode.OK);
        await Eventually.Is(() => server.Rooms.Single().Downlinks.Count == 0);

        using var others = await viewer.GetAsync(session);
        others.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        await LiveRooms.GiveAllAsync(nodes[1], nodes[0]);
        await Eventually.Is(() => server.Rooms.Count == 0);
        using var gone = await second.GetAsync(session);
        gone.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        while ((await carol.NextPublishersAsync()).Length > 0)
        {
            // What was told before.
        }
    }

    private static HttpClient Operator(ParleyHost node)
    {
        var client = new HttpClient { BaseAddress = node.Url };
        client.DefaultRequestHeaders.Add("X-Api-Key", RestStage.AdminKey);
        return client;
    }

    private static StringContent Body(string text, string type) => new(text, new MediaTypeHeaderValue(type));

    private static async Task<JsonElement> ResumeAsync(LiveClient client, string token, int seq)
    {
        var joined = await client.AskAsync(
            200, "join", $$$""","ve":true,"ae":true,"eg":"native","op":{"resume":"{{{token}}}","seq":{{{seq}}}}""");
        return joined.GetProperty("resume");
    }

    private static (long Publishers, long Viewers, long Uplinks, long Downlinks) CountsOf(ParleyHost node)
    {
        var counts = node.Services.GetRequiredService<LiveCounts>();
        return (counts.Publishers, counts.Viewers, counts.Uplinks, counts.Downlinks);
    }
}
