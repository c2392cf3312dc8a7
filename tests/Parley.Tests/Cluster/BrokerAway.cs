using System.Text.Json;
using Parley.Tests.Protocols;
using Parley.Tests.Wire;

namespace Parley.Tests.Cluster;

/// <summary>Clients that take their connection for dead while the broker is away, and come back before it does.</summary>
[Collection(ClusterCollection.Name)]
public sealed class BrokerAway(RabbitBroker broker)
{
    [Fact]
    public async Task What_a_client_sent_before_it_came_back_is_heard_once()
    {
        await using var nodes = await NodeGroup.StartAsync(broker.Url, 2);
        var room = await nodes.RoomAtAsync(nodes[0]);
        await using var alice = await Actors.ChatRoomAsync(nodes[1], room, "alice");
        var bob = await ConnectAsync(nodes[0], room, "");
        var (_, token, _) = ResumeIn(await bob.TextAsync());
        (await alice.TextAsync()).ShouldContain("user-joined");

        await broker.KillAsync();
        await Eventually.Is(() => !NodeGroup.NodeOf(nodes[0]).InContact && !NodeGroup.NodeOf(nodes[1]).InContact);
        for (var i = 0; i < 10; i++) await bob.SendNumberAsync(i);
        await bob.RoundTripAsync();
        bob.Drop();
        await using var back = await ConnectAsync(nodes[0], room, $"{token}&seq=0");
        await broker.StartAsync();

        var (result, _, received) = ResumeIn(await back.TextAsync());
        // As clients/js does it: again what the server says that it has not, unless it knows nothing of the session any more.
        for (var i = received; result == "resumed" && i < 10; i++) await back.SendNumberAsync(i);
        await back.SendNumberAsync(10);
        // Once it is here: a session that began anew is no more in order with the one before.
        var heard = new List<int>();
        while (!heard.Contains(10) || heard.Distinct().Count() < 11) heard.AddRange(await alice.NumbersSoFarAsync());
        await NodeGroup.ArriveAsync([nodes[0], nodes[1]]);
        heard.AddRange(await alice.NumbersSoFarAsync());

        heard.Order().ShouldBe(Enumerable.Range(0, 11));
        await bob.DisposeAsync();
    }

    private static (string Result, string Token, int Received) ResumeIn(string welcome)
    {
        using var json = JsonDocument.Parse(welcome);
        var resume = json.RootElement.GetProperty("data").GetProperty("resume");
        return (resume.GetProperty("result").GetString()!, resume.GetProperty("token").GetString()!, resume.GetProperty("received").GetInt32());
    }

    private static Task<TestSocket> ConnectAsync(ParleyHost node, string room, string resume) =>
        TestSocket.ConnectAsync(node.Url, $"/api/chat/realtime/{room}?tk={node.Token("bob")}&resume={resume}");
}
