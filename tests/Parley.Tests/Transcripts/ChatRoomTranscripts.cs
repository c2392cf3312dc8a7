using Parley.Tests.Protocols;

namespace Parley.Tests.Transcripts;

/// <summary>docs/protocols/chatroom.md, replayed: alice owns the room, bob and carol are members.</summary>
public sealed class ChatRoomTranscripts
{
    public static TheoryData<string> Titles { get; } = new(Transcript.Of("chatroom").Select(t => t.Title));

    [Theory]
    [MemberData(nameof(Titles))]
    public async Task ChatRoom(string title)
    {
        var time = new ManualTimeProvider();
        await using var host = await TranscriptHost.StartAsync(time);
        var room = await Actors.RoomAsync(host, "alice", "bob", "carol");

        await using var stage = new TranscriptStage(host, time, new Dictionary<string, string> { ["room"] = room });
        await stage.PlayAsync(Transcript.Of("chatroom").Single(t => t.Title == title));
    }
}
