using Parley.Tests.Protocols;
using Parley.Tests.Transcripts;

namespace Parley.Tests.Cluster;

/// <summary>docs/protocols/chatroom.md, replayed with its peers on different nodes.</summary>
public sealed class ChatRoomAcrossNodes(RabbitBroker broker) : IClassFixture<RabbitBroker>
{
    public static TheoryData<string> Titles { get; } = new(Transcript.Of("chatroom").Select(t => t.Title));

    [Theory]
    [MemberData(nameof(Titles))]
    public async Task ChatRoom(string title)
    {
        // Nodes and a database for each: some transcripts change how an account is shown.
        var time = new ManualTimeProvider();
        await using var nodes = await NodeGroup.StartAsync(broker.Url, 2, time);
        var room = await Actors.RoomAsync(nodes[0], "alice", "bob", "carol");

        await using var stage = new TranscriptStage(nodes[0], time, new Dictionary<string, string> { ["room"] = room }, nodes[1]);
        await stage.PlayAsync(Transcript.Of("chatroom").Single(t => t.Title == title));
    }
}
