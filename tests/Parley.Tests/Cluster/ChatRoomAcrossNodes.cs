using Parley.Tests.Protocols;
using Parley.Tests.Transcripts;

namespace Parley.Tests.Cluster;

/// <summary>docs/protocols/chatroom.md, replayed with its peers on different nodes, who come back on another node too.</summary>
[Collection(QuietCollection.Name)]
public sealed class ChatRoomAcrossNodes(TwoNodes two) : IClassFixture<TwoNodes>
{
    public static TheoryData<string> Titles { get; } = new(Transcript.Of("chatroom").Select(t => t.Title));

    [Theory]
    [MemberData(nameof(Titles))]
    public async Task ChatRoom(string title)
    {
        await two.ForgetAsync();
        var room = await Actors.RoomAsync(two.Nodes[0], "alice", "bob", "carol");
        await using var stage = new TranscriptStage(two.Nodes[0], two.Time, new Dictionary<string, string> { ["room"] = room }, two.Nodes[1]);
        await stage.PlayAsync(Transcript.Of("chatroom").Single(t => t.Title == title));
    }
}
