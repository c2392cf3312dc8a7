using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Parley.Core.Rooms;
using Parley.Core.Users;
using Parley.Protocols.GuestCall;
using Parley.RabbitMq;
using Parley.Tests.Protocols;
using Parley.Tests.Wire;

namespace Parley.Tests.Cluster;

/// <summary>
/// All sessions of <c>direct</c>, and those of guests, go from node to node, by choice and by death: who is registered, who
/// leads which negotiation and who is matched with whom is as before, and signals come once and in order.
/// </summary>
[Collection(QuietCollection.Name)]
public sealed class CallsGoOn(RabbitBroker broker)
{
    /// <summary>For what would be waited for endlessly, as other events keep coming.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Calls_offers_that_ring_chats_and_searches_go_on_when_their_node_hands_them_over()
    {
        await using var nodes = await NodeGroup.StartAsync(broker.Url, 2);
        await using var alice = await UserCalls.RegisterAsync(nodes[0], "alice", ""","contacts":["carol"]""");
        await using var phone = await UserCalls.RegisterAsync(nodes[1], "bob", ""","device_info":{"id":"p"}""");
        await using var laptop = await UserCalls.RegisterAsync(nodes[0], "bob", ""","device_info":{"id":"l"}""");
        await using var carol = await UserCalls.RegisterAsync(nodes[1], "carol");
        (await alice.ContentAsync()).ShouldBe("status_change carol available");
        await carol.SendTextAsync("""{"type":"status_change","payload":{"status":"busy"}}""");
        (await alice.ContentAsync()).ShouldBe("status_change carol busy");
        await alice.OfferAsync("bob", "c1", phone, laptop);
        await phone.SignalAsync("answer", "alice", "c1");
        (await alice.ContentAsync()).ShouldBe("answer bob c1");
        (await laptop.ContentAsync()).ShouldBe("status_change bob answered_elsewhere c1");
        await carol.OfferAsync("bob", "c2", phone, laptop);
        var (annId, ann, ben) = await GuestCalls.MatchAsync(nodes[0], nodes[1]);
        await GuestCalls.CallAsync(ann, ben);
        await using var zoe = await GuestCalls.ConnectAsync(nodes[0].Url, await GuestCalls.TokenAsync(nodes[0], "zoe"));
        await zoe.EmitAsync("user:match");
        await zoe.NextAsync("user:match:no_users");

        using var over = new CancellationTokenSource();
        var sending = Task.WhenAll(alice.CountAsync("bob", over.Token), phone.CountAsync("alice", over.Token));
        for (var i = 0; i < 2; i++) await LeaveAllAsync(nodes, nodes[i], nodes[1 - i]);
        await over.CancelAsync();
        var sent = await sending;
        await phone.ShouldHaveCountedAsync(sent[0]);
        await alice.ShouldHaveCountedAsync(sent[1]);

        // One still rings, and everybody is what it was.
        await laptop.SignalAsync("answer", "carol", "c2");
        (await carol.ContentAsync()).ShouldBe("answer bob c2");
        (await phone.ContentAsync()).ShouldBe("status_change bob answered_elsewhere c2");
        await alice.SignalAsync("ice_candidate", "bob", "c1");
        (await phone.ContentAsync()).ShouldBe("ice_candidate alice c1");
        await using var late = await UserCalls.RegisterAsync(nodes[0], "dave", ""","contacts":["carol","bob"]""");
        phone.Drop();
        (await alice.ContentAsync()).ShouldBe("error connection_lost c1");
        await carol.CloseAsync();
        (await laptop.ContentAsync()).ShouldBe("error connection_lost c2");
        (await laptop.ContentAsync()).ShouldBe("status_change carol offline");
        foreach (var watcher in (TestSocket[])[alice, late]) (await watcher.ContentAsync()).ShouldBe("status_change carol offline");
        foreach (var socket in (TestSocket[])[alice, laptop, late]) await socket.ShouldHaveNoSignalAsync();

        await GuestCalls.CandidatesAsync(ann, ben);
        await using var yan = await GuestCalls.ConnectAsync(nodes[1].Url, await GuestCalls.TokenAsync(nodes[1], "yan"));
        await yan.EmitAsync("user:match");
        (await yan.NextAsync("user:matched")).ShouldContain("zoe");
        (await zoe.NextAsync("user:matched")).ShouldContain("yan");
        await ben.EmitAsync("webrtc:call-end", "{}");
        await ann.NextAsync("webrtc:call-end");
        await Eventually.IsAsync(async () => (await nodes[0].CallsOfAsync(annId)).Count == 1);
        await ann.DisposeAsync();
        await ben.DisposeAsync();
    }

    [Fact]
    public async Task A_user_resumes_where_all_sessions_are_now_and_misses_nothing()
    {
        await using var nodes = await NodeGroup.StartAsync(broker.Url, 2);
        await using var alice = await UserCalls.RegisterAsync(nodes[0], "alice");
        var (bob, begun) = await UserCalls.ResumeAsync(nodes[1], "bob", "", 0);
        await alice.OfferAsync("bob", "c1", bob);
        await bob.SignalAsync("answer", "alice", "c1");
        (await alice.ContentAsync()).ShouldBe("answer bob c1");

        for (var i = 0; i < 2; i++) await LeaveAllAsync(nodes, nodes[i], nodes[1 - i]);
        await alice.SignalAsync("ice_candidate", "bob", "c1", 0);
        UserCalls.Number(await bob.TextAsync()).ShouldBe(0);
        bob.Drop();
        await Eventually.Is(() => nodes[0].UsersAway() + nodes[1].UsersAway() == 1);
        await alice.SignalAsync("ice_candidate", "bob", "c1", 1);
        var (back, resumed) = await UserCalls.ResumeAsync(nodes[0], "bob", begun.GetProperty("token").GetString()!, 2);
        resumed.GetProperty("result").GetString().ShouldBe("resumed");
        resumed.GetProperty("received").GetInt32().ShouldBe(1);
        UserCalls.Number(await back.TextAsync()).ShouldBe(1);
        await back.SignalAsync("ice_candidate", "alice", "c1", 0);
        UserCalls.Number(await alice.TextAsync()).ShouldBe(0);
        foreach (var socket in (TestSocket[])[alice, back]) await socket.ShouldHaveNoSignalAsync();

        // The connection by which it was resumed takes it along as well.
        for (var i = 0; i < 2; i++) await LeaveAllAsync(nodes, nodes[i], nodes[1 - i]);
        await back.SignalAsync("ice_candidate", "alice", "c1", 1);
        UserCalls.Number(await alice.TextAsync()).ShouldBe(1);
        await alice.SignalAsync("ice_candidate", "bob", "c1", 2);
        UserCalls.Number(await back.TextAsync()).ShouldBe(2);
        await back.DisposeAsync();
        await bob.DisposeAsync();
    }

    [Fact]
    public async Task Calls_go_on_when_the_process_is_killed_that_had_all_sessions_and_its_own_clients_are_lost_or_waited_for()
    {
        await using var nodes = await NodeGroup.StartAsync(broker.Url, 2);
        var (process, url) = await nodes.AddProcessAsync();
        await using var killed = process;
        ClusterNode[] others = [NodeGroup.NodeOf(nodes[0]), NodeGroup.NodeOf(nodes[1])];
        foreach (var node in others) node.Yields = true;
        await Eventually.Is(() => others.Sum(n => n.ShardsHere) == 0 && others.All(n => n.IsWhole));

        await using var alice = await UserCalls.RegisterAsync(nodes[0], "alice", ""","contacts":["bob"]""");
        await using var bob = await UserCalls.RegisterAsync(nodes[1], "bob");
        (await alice.ContentAsync()).ShouldBe("status_change bob available");
        await using var carol = await UserCalls.RegisterAsync(url, nodes[0].Token("carol"), "carol");
        await alice.OfferAsync("bob", "c1", bob);
        await bob.SignalAsync("answer", "alice", "c1");
        (await alice.ContentAsync()).ShouldBe("answer bob c1");
        await carol.OfferAsync("alice", "c2", alice);
        await alice.SignalAsync("answer", "carol", "c2");
        (await carol.ContentAsync()).ShouldBe("answer alice c2");
        var (_, ann, ben) = await GuestCalls.MatchAsync(nodes[0], nodes[1]);
        await GuestCalls.CallAsync(ann, ben);
        var token = await GuestCalls.TokenAsync(nodes[0], "cat");
        await using var dan = await GuestCalls.ConnectAsync(nodes[0].Url, await GuestCalls.TokenAsync(nodes[0], "dan"));
        await using var cat = await GuestCalls.ConnectAsync(url, token);
        await GuestCalls.MatchAsync(dan, cat);
        await GuestCalls.CallAsync(dan, cat);

        using var over = new CancellationTokenSource();
        var sending = Task.WhenAll(alice.CountAsync("bob", over.Token), bob.CountAsync("alice", over.Token));
        foreach (var node in others) node.Yields = false;
        process.Kill();
        await using var back = await GuestCalls.ConnectAsync(nodes[1].Url, token);
        var resumed = await back.NextAsync("user:matched");
        resumed.ShouldContain("\"resumed\":true");
        resumed.ShouldContain("\"state\":\"connected\"");
        await GuestCalls.CandidatesAsync(back, dan);
        await GuestCalls.CandidatesAsync(ann, ben);
        await ann.DisposeAsync();
        await ben.DisposeAsync();
        var heard = new List<string>();
        while (heard.Count == 0 || !heard[^1].Contains("connection_lost", StringComparison.Ordinal)) heard.Add(await alice.TextAsync());
        await over.CancelAsync();
        var sent = await sending;

        await bob.ShouldHaveCountedAsync(sent[0]);
        while (heard.Count < sent[1] + 2) heard.Add(await alice.TextAsync());
        heard.Select(UserCalls.Content).Where(c => !c.StartsWith("ice", StringComparison.Ordinal))
            .ShouldBe(["error connection_lost c2", "status_change carol offline"]);
        heard.Select(UserCalls.Number).OfType<int>().ShouldBe(Enumerable.Range(0, sent[1]));
        foreach (var socket in (TestSocket[])[alice, bob]) await socket.ShouldHaveNoSignalAsync();
        await alice.SignalAsync("ice_candidate", "bob", "c1");
        (await bob.ContentAsync()).ShouldBe("ice_candidate alice c1");
    }

    [Fact]
    public async Task What_a_guest_says_keeps_its_id_when_the_node_that_had_the_lobby_is_killed_meanwhile()
    {
        const int Count = 300;
        await using var nodes = await NodeGroup.StartAsync(broker.Url, 2);
        var (process, _) = await nodes.AddProcessAsync();
        await using var killed = process;
        ClusterNode[] others = [NodeGroup.NodeOf(nodes[0]), NodeGroup.NodeOf(nodes[1])];
        foreach (var node in others) node.Yields = true;
        await Eventually.Is(() => others.Sum(n => n.ShardsHere) == 0 && others.All(n => n.IsWhole));
        var (_, ann, ben) = await GuestCalls.MatchAsync(nodes[0], nodes[1]);

        var saying = Task.Run(async () =>
        {
            for (var i = 0; i < Count; i++) await ann.EmitAsync("chat:message", $$"""{"content":"{{i}}","type":"text"}""");
        });
        var heard = new List<string>();
        while (heard.Count < Count)
        {
            var message = await ben.NextAsync("chat:message").WaitAsync(Patience);
            message.ShouldContain($"\"content\":\"{heard.Count}\"");
            heard.Add(IdIn(message, "id"));
            if (heard.Count != 20) continue;
            // Nobody has acknowledged to the owner yet what it is working on.
            process.Kill();
            foreach (var node in others) node.Yields = false;
        }

        await saying;
        var sent = new List<string>();
        while (sent.Count < Count) sent.Add(IdIn(await ann.NextAsync("chat:message:sent").WaitAsync(Patience), "messageId"));
        sent.ShouldBe(heard);
        heard.ShouldBeUnique();
        await ann.DisposeAsync();
        await ben.DisposeAsync();

        static string IdIn(string argument, string name)
        {
            using var json = JsonDocument.Parse(argument);
            return json.RootElement.GetProperty(name).GetString()!;
        }
    }

    /// <summary>All that a node has goes to the other, and what is the first one's by right back again.</summary>
    private static async Task LeaveAllAsync(NodeGroup nodes, ParleyHost one, ParleyHost other)
    {
        NodeGroup.NodeOf(one).Yields = true;
        await Eventually.Is(() => NodeGroup.NodeOf(other).ShardsHere == ClusterNode.Shards);
        // Nothing is left there that would end something by and by.
        var rooms = one.Services.GetRequiredService<LocalRooms>();
        await Eventually.Is(() => !rooms.OfKind(Lobby.Kind).Any() && !rooms.OfKind(UserMailbox.Kind).Any());
        NodeGroup.NodeOf(one).Yields = false;
        await nodes.SettleAsync();
    }
}
