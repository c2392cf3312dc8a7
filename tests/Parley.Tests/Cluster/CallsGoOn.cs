using System.Text.Json;
using Parley.Protocols.Direct;
using Parley.RabbitMq;
using Parley.Tests.Protocols;
using Parley.Tests.Wire;

namespace Parley.Tests.Cluster;

/// <summary>
/// The sessions of <c>direct</c> go from node to node, by choice and by death: who is registered, as what, and who leads
/// which negotiation, is as before, and signals come once and in order.
/// </summary>
[Collection(ClusterCollection.Name)]
public sealed class CallsGoOn(RabbitBroker broker)
{
    [Fact]
    public async Task A_call_and_one_that_rings_go_on_when_their_node_hands_them_over()
    {
        await using var nodes = await NodeGroup.StartAsync(broker.Url, 2);
        await using var alice = await Actors.DirectAsync(nodes[0], "alice", ""","contacts":["carol"]""");
        await using var phone = await Actors.DirectAsync(nodes[1], "bob", ""","device_info":{"id":"p"}""");
        await using var laptop = await Actors.DirectAsync(nodes[0], "bob", ""","device_info":{"id":"l"}""");
        await using var carol = await Actors.DirectAsync(nodes[1], "carol");
        Content(await alice.TextAsync()).ShouldBe("status_change carol available");
        await carol.SendTextAsync("""{"type":"status_change","payload":{"status":"busy"}}""");
        Content(await alice.TextAsync()).ShouldBe("status_change carol busy");
        await CallAsync(alice, "bob", "c1", phone, laptop);
        await SignalAsync(phone, "answer", "alice", "c1");
        Content(await alice.TextAsync()).ShouldBe("answer bob c1");
        Content(await laptop.TextAsync()).ShouldBe("status_change bob answered_elsewhere c1");
        await CallAsync(carol, "bob", "c2", phone, laptop);

        using var over = new CancellationTokenSource();
        var sending = Task.WhenAll(CountAsync(alice, "bob", over.Token), CountAsync(phone, "alice", over.Token));
        for (var i = 0; i < 3; i++) await MoveAsync(nodes);
        await over.CancelAsync();
        var sent = await sending;
        await ShouldCountAsync(phone, sent[0]);
        await ShouldCountAsync(alice, sent[1]);

        // One still rings, and everybody is what it was.
        await SignalAsync(laptop, "answer", "carol", "c2");
        Content(await carol.TextAsync()).ShouldBe("answer bob c2");
        Content(await phone.TextAsync()).ShouldBe("status_change bob answered_elsewhere c2");
        await SignalAsync(alice, "ice_candidate", "bob", "c1");
        Content(await phone.TextAsync()).ShouldBe("ice_candidate alice c1");
        await using var late = await Actors.DirectAsync(nodes[0], "dave", ""","contacts":["carol","bob"]""");
        await MoveAsync(nodes);
        phone.Drop();
        Content(await alice.TextAsync()).ShouldBe("error connection_lost c1");
        await carol.CloseAsync();
        Content(await laptop.TextAsync()).ShouldBe("error connection_lost c2");
        Content(await laptop.TextAsync()).ShouldBe("status_change carol offline");
        foreach (var watcher in (TestSocket[])[alice, late]) Content(await watcher.TextAsync()).ShouldBe("status_change carol offline");
        foreach (var socket in (TestSocket[])[alice, laptop, late]) await ShouldHaveNothingAsync(socket);
    }

    [Fact]
    public async Task A_call_goes_on_when_the_process_is_killed_that_had_all_sessions_and_its_own_clients_are_lost()
    {
        await using var nodes = await NodeGroup.StartAsync(broker.Url, 2);
        var (process, url) = await nodes.AddProcessAsync();
        await using var killed = process;
        ClusterNode[] others = [NodeGroup.NodeOf(nodes[0]), NodeGroup.NodeOf(nodes[1])];
        foreach (var node in others) node.Yields = true;
        await Eventually.Is(() => others.Sum(n => n.ShardsHere) == 0 && others.All(n => n.IsWhole));

        await using var alice = await Actors.DirectAsync(nodes[0], "alice", ""","contacts":["bob"]""");
        await using var bob = await Actors.DirectAsync(nodes[1], "bob");
        Content(await alice.TextAsync()).ShouldBe("status_change bob available");
        await using var carol = await TestSocket.ConnectAsync(url, $"/direct?access_token={nodes[0].Token("carol")}");
        await carol.SendTextAsync("""{"type":"register","payload":{"user_id":"carol"}}""");
        (await carol.TextAsync()).ShouldContain("accepted");
        await CallAsync(alice, "bob", "c1", bob);
        await SignalAsync(bob, "answer", "alice", "c1");
        Content(await alice.TextAsync()).ShouldBe("answer bob c1");
        await CallAsync(carol, "alice", "c2", alice);
        await SignalAsync(alice, "answer", "carol", "c2");
        Content(await carol.TextAsync()).ShouldBe("answer alice c2");

        using var over = new CancellationTokenSource();
        var sending = Task.WhenAll(CountAsync(alice, "bob", over.Token), CountAsync(bob, "alice", over.Token));
        foreach (var node in others) node.Yields = false;
        process.Kill();
        await Eventually.Is(() => others.Sum(n => n.ShardsHere) == ClusterNode.Shards);
        var heard = new List<string>();
        while (heard.Count == 0 || !heard[^1].Contains("connection_lost", StringComparison.Ordinal)) heard.Add(await alice.TextAsync());
        await over.CancelAsync();
        var sent = await sending;

        await ShouldCountAsync(bob, sent[0]);
        while (heard.Count < sent[1] + 2) heard.Add(await alice.TextAsync());
        heard.Select(Content).Where(c => !c.StartsWith("ice", StringComparison.Ordinal))
            .ShouldBe(["error connection_lost c2", "status_change carol offline"]);
        heard.Select(Number).OfType<int>().ShouldBe(Enumerable.Range(0, sent[1]));
        foreach (var socket in (TestSocket[])[alice, bob]) await ShouldHaveNothingAsync(socket);
        await SignalAsync(alice, "ice_candidate", "bob", "c1");
        Content(await bob.TextAsync()).ShouldBe("ice_candidate alice c1");
    }

    /// <summary>From the node that has all sessions to the other, and back if that is where they belong.</summary>
    private static async Task MoveAsync(NodeGroup nodes)
    {
        var (from, to) = (NodeGroup.NodeOf(nodes[0]), NodeGroup.NodeOf(nodes[1]));
        if (!from.Owns(DirectProtocol.Home)) (from, to) = (to, from);
        from.Yields = true;
        await Eventually.Is(() => to.Owns(DirectProtocol.Home));
        from.Yields = false;
        await nodes.SettleAsync();
    }

    private static async Task CallAsync(TestSocket from, string to, string name, params TestSocket[] ringing)
    {
        await SignalAsync(from, "offer", to, name);
        foreach (var device in ringing) (await device.TextAsync()).ShouldContain($"\"connection_id\":\"{name}\"");
    }

    private static Task SignalAsync(TestSocket from, string type, string to, string name, int? number = null) => from.SendTextAsync(
        $$$"""{"type":"{{{type}}}","payload":{"sdp":"v=0","connection_id":"{{{name}}}"{{{(number is null ? "" : $",\"n\":{number}")}}}},"timestamp":"t","receiver":"{{{to}}}"}""");

    private static async Task<int> CountAsync(TestSocket socket, string to, CancellationToken end)
    {
        var number = 0;
        while (!end.IsCancellationRequested)
        {
            await SignalAsync(socket, "ice_candidate", to, "c1", number++);
            await Task.Delay(10, CancellationToken.None);
        }

        return number;
    }

    private static async Task ShouldCountAsync(TestSocket socket, int count)
    {
        for (var i = 0; i < count; i++)
        {
            var text = await socket.TextAsync();
            Number(text).ShouldBe(i, text);
        }
    }

    private static async Task ShouldHaveNothingAsync(TestSocket socket)
    {
        await socket.SendTextAsync("""{"type":"heartbeat","payload":{},"timestamp":"t"}""");
        (await socket.TextAsync()).ShouldBe("""{"type":"heartbeat","payload":{},"timestamp":"t"}""");
    }

    private static int? Number(string text)
    {
        using var json = JsonDocument.Parse(text);
        return json.RootElement.GetProperty("payload").TryGetProperty("n", out var number) ? number.GetInt32() : null;
    }

    /// <summary>What it is, of whom, and about which negotiation.</summary>
    private static string Content(string text)
    {
        using var json = JsonDocument.Parse(text);
        var (root, payload) = (json.RootElement, json.RootElement.GetProperty("payload"));
        string?[] parts =
        [
            Text(root, "type"), Text(payload, "code"), Text(payload, "user_id") ?? Text(root, "sender"), Text(payload, "status"),
            Text(payload, "connection_id") ?? (payload.TryGetProperty("details", out var details) ? Text(details, "connection_id") : null),
        ];
        return string.Join(' ', parts.OfType<string>());
    }

    private static string? Text(JsonElement parent, string name) =>
        parent.TryGetProperty(name, out var value) ? value.GetString() : null;
}
