using System.Globalization;
using Parley.Core.Rooms;
using Parley.Protocols.Live;
using Parley.RabbitMq;
using Parley.Tests.Protocols.Live;
using Parley.Tests.Wire;

namespace Parley.Tests.Cluster;

/// <summary>Sessions of <c>live</c> on several nodes.</summary>
internal static class LiveRooms
{
    public static RoomId RoomOf(string rid) => LiveScope.Plain.RoomOf(rid)!.Value;

    /// <summary>The name of a room that would be where it is wanted.</summary>
    public static string Name(string name, Func<RoomId, bool> isRight) =>
        Enumerable.Range(0, int.MaxValue).Select(i => $"{name}{i}").First(rid => isRight(RoomOf(rid)));

    /// <summary>A session that has said nothing yet.</summary>
    public static async Task<LiveClient> LiveAsync(this ParleyHost node, string user, string channel, string rid, string session = "1") =>
        new(await TestSocket.ConnectAsync(node.Url, $"/live?access_token={node.Token(user)}"), user, session, channel, rid);

    /// <summary>A session in the room, which it makes, if it is to.</summary>
    public static async Task<LiveClient> LiveInAsync(this ParleyHost node, string user, string channel, string rid, bool making = false)
    {
        var client = await node.LiveAsync(user, channel, rid);
        await client.JoinAsync(making);
        return client;
    }

    /// <summary>Sends numbered candidates of a call of two until it is told to end, and then says how many.</summary>
    public static async Task<int> CountAsync(this LiveClient client, CancellationToken end)
    {
        var number = 0;
        while (!end.IsCancellationRequested)
        {
            await client.SignalAsync(number++);
            await Task.Delay(10, CancellationToken.None);
        }

        return number;
    }

    /// <summary>A numbered candidate for the other in a call of two.</summary>
    public static Task SignalAsync(this LiveClient client, int number) =>
        client.SendAsync("iceCandidate", string.Create(CultureInfo.InvariantCulture, $",\"sdp\":\"{number}\""));

    /// <summary>Each came once, in order, and nothing else did.</summary>
    public static async Task ShouldHaveCountedAsync(this LiveClient client, int from, int count)
    {
        for (var i = from; i < from + count; i++)
        {
            var text = (await client.Socket.NextAsync()).ShouldBeOfType<Received.Message>().Text;
            text.ShouldContain("\"s\":\"ICE\"");
            text.ShouldContain(string.Create(CultureInfo.InvariantCulture, $"\"sdp\":\"{i}\""));
        }
    }

    /// <summary>The server wants an offer anew.</summary>
    public static async Task ShouldBeAskedToOfferAsync(this LiveClient client)
    {
        var asked = await client.NextAsync("OFFER");
        asked.TryGetProperty("c", out _).ShouldBeFalse(asked.GetRawText());
        asked.GetProperty("op").GetProperty("restarting").GetBoolean().ShouldBeTrue();
    }

    /// <summary>All that one has goes to the other.</summary>
    public static async Task GiveAllAsync(ParleyHost one, ParleyHost other)
    {
        NodeGroup.NodeOf(other).Yields = false;
        NodeGroup.NodeOf(one).Yields = true;
        await Eventually.Is(() => NodeGroup.NodeOf(other).ShardsHere == ClusterNode.Shards && NodeGroup.NodeOf(other).IsWhole
            && NodeGroup.NodeOf(one).IsWhole);
    }
}
