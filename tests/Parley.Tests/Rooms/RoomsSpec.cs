using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Parley.Core.Resuming;
using Parley.Tests.Cluster;
using Parley.Tests.Protocols;
using Parley.Tests.Rest;
using Parley.Tests.Wire;
using Parley.WebSockets;

namespace Parley.Tests.Rooms;

/// <summary>
/// What rooms promise to those who are in them, over the real wire. A way of running rooms derives from this and says which
/// nodes there are and where its rooms live; nothing in here may depend on that.
/// </summary>
/// <remarks>In each room alice is the owner, bob and carol are members. Alice and carol come to one node, bob to the other.</remarks>
public abstract partial class RoomsSpec : IAsyncLifetime
{
    private readonly List<TestSocket> sockets = [];

    /// <summary>For the nodes under test: the spec sends more in a moment than clients may, and time stands still.</summary>
    internal static Dictionary<string, string> Settings => new()
    {
        ["Parley:Auth:AllowAnonymous"] = "false",
        ["Parley:Admin:ApiKey"] = RestStage.AdminKey,
        ["Parley:Limits:MessagesPerSecond"] = "100000",
        ["Parley:Limits:Burst"] = "100000",
    };

    /// <summary>Where alice and carol come to.</summary>
    private protected ParleyHost Here => Nodes[0];

    /// <summary>Where bob comes to: another node, if there is one.</summary>
    private protected ParleyHost There => Nodes.Count > 1 ? Nodes[1] : Nodes[0];

    /// <summary>All nodes; their time is the same.</summary>
    private protected abstract IReadOnlyList<ParleyHost> Nodes { get; }

    private protected abstract ManualTimeProvider Time { get; }

    public virtual ValueTask InitializeAsync() => ValueTask.CompletedTask;

    /// <summary>Everybody goes, also those who could come back.</summary>
    public virtual async ValueTask DisposeAsync()
    {
        foreach (var socket in sockets) await socket.DisposeAsync();
        await Eventually.Is(() => Nodes.All(n => n.Services.GetRequiredService<ConnectionTable>().Count == 0));
        await PassAsync(40);
        await NodeGroup.LeaveAsync(Nodes, 0);
        GC.SuppressFinalize(this);
    }

    /// <summary>A new room, which lives where this way of running them wants it.</summary>
    private protected abstract Task<string> NewRoomAsync();

    /// <summary>Connects a member, and returns what the room says to it first.</summary>
    private protected async Task<(TestSocket Socket, JsonElement Welcome)> ComeAsync(ParleyHost node, string room, string account, string more = "")
    {
        var socket = await TestSocket.ConnectAsync(node.Url, $"/api/chat/realtime/{room}?tk={node.Token(account)}{more}");
        sockets.Add(socket);
        using var welcome = JsonDocument.Parse(await socket.TextAsync());
        welcome.RootElement.GetProperty("type").GetString().ShouldBe("webrtc");
        return (socket, welcome.RootElement.GetProperty("data").Clone());
    }

    /// <summary>All three, who have been told of each other.</summary>
    private protected async Task<(TestSocket Alice, TestSocket Bob, TestSocket Carol)> FillAsync(string room)
    {
        var (alice, _) = await ComeAsync(Here, room, "alice");
        var (bob, _) = await ComeAsync(There, room, "bob");
        await ShouldHearAsync("user-joined", "bob", alice);
        var (carol, _) = await ComeAsync(Here, room, "carol");
        await ShouldHearAsync("user-joined", "carol", alice, bob);
        return (alice, bob, carol);
    }

    /// <summary>Each of them gets that next, from that account.</summary>
    private protected static async Task ShouldHearAsync(string type, string from, params TestSocket[] listeners)
    {
        foreach (var listener in listeners)
        {
            using var json = JsonDocument.Parse(await listener.TextAsync());
            var data = json.RootElement.GetProperty("data");
            (data.GetProperty("type").GetString(), data.GetProperty("senderAccountId").GetString()).ShouldBe((type, from));
        }
    }

    /// <summary>The rooms closed each of them for good.</summary>
    private protected static async Task ShouldBeClosedAsync(int code, params TestSocket[] closed)
    {
        foreach (var socket in closed) (await socket.NextAsync()).ShouldBeOfType<Received.Close>().Code.ShouldBe(code);
    }

    /// <summary>Everything that was sent was worked through, and nothing came of it for any of them that was not read.</summary>
    private protected static async Task ShouldHaveNothingAsync(params TestSocket[] all)
    {
        // All of them first: what one of them sent may be on its way to another.
        for (var i = 0; i < 2; i++)
        {
            foreach (var socket in all) await socket.ShouldHaveNothingAsync();
        }
    }

    /// <summary>Second by second; clients answer pings meanwhile.</summary>
    private protected async Task PassAsync(int seconds)
    {
        for (var i = 0; i < seconds; i++)
        {
            Time.Advance(TimeSpan.FromSeconds(1));
            foreach (var node in Nodes) node.Tick();
            foreach (var socket in sockets.Where(s => s.IsOpen)) await socket.TryRoundTripAsync();
            await NodeGroup.ArriveAsync(Nodes);
        }
    }

    /// <summary>The nodes know that somebody is away, who may come back.</summary>
    private protected Task LostAsync() =>
        Eventually.Is(() => Nodes.Sum(n => n.Services.GetRequiredService<KeptSessions>().Away) == 1);

    private static string[] Participants(JsonElement said) =>
        [.. said.GetProperty("participants").EnumerateArray().Select(p => p.GetProperty("accountId").GetString()!)];
}
