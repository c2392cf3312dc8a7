using Parley.Protocols.GuestCall;
using Parley.Tests.Transcripts;

namespace Parley.Tests.Cluster;

/// <summary>docs/protocols/guestcall.md, replayed with its guests on different nodes; and what REST tells of them is the same on each.</summary>
[Collection(QuietCollection.Name)]
public sealed class GuestCallAcrossNodes(TwoNodes two) : IClassFixture<TwoNodes>
{
    public static TheoryData<string> Titles { get; } = new(Transcript.Of("guestcall").Select(t => t.Title));

    /// <summary>Who comes first is not on the node that has the lobby.</summary>
    [Theory]
    [MemberData(nameof(Titles))]
    public async Task GuestCall(string title)
    {
        await two.ForgetAsync();
        var (first, second) = NodeGroup.NodeOf(two.Nodes[0]).Owns(Lobby.Only) ? (1, 0) : (0, 1);
        await using var stage = new TranscriptStage(two.Nodes[first], two.Time, new Dictionary<string, string>(), two.Nodes[second]);
        await stage.PlayAsync(Transcript.Of("guestcall").Single(t => t.Title == title));
    }

    [Fact]
    public async Task Every_node_tells_who_is_there()
    {
        await two.ForgetAsync();
        await using var ann = await GuestCalls.ConnectAsync(two.Nodes[0].Url, await GuestCalls.TokenAsync(two.Nodes[0], "ann"));
        await using var ben = await GuestCalls.ConnectAsync(two.Nodes[1].Url, await GuestCalls.TokenAsync(two.Nodes[1], "ben"));
        for (var i = 0; i < 2; i++)
        {
            using var http = two.Nodes[i].HttpAs("alice");
            await Eventually.IsAsync(async () =>
                (await http.GetStringAsync("/api/stats")).Contains("\"onlineUsers\":2", StringComparison.Ordinal));
            var online = await http.GetStringAsync("/api/stats/online-users");
            online.ShouldContain("\"username\":\"ann\"");
            online.ShouldContain("\"username\":\"ben\"");
        }
    }
}
