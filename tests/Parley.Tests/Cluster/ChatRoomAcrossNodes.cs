using Parley.Tests.Protocols;
using Parley.Tests.Transcripts;
using Parley.Tests.Wire;

namespace Parley.Tests.Cluster;

/// <summary>
/// docs/protocols/chatroom.md, replayed with its peers on different nodes, who come back on another node too. And what REST
/// asks of a room reaches it on whichever node it is.
/// </summary>
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

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task A_rooms_status_and_the_removal_of_a_member_work_from_every_node(int owner)
    {
        await two.ForgetAsync();
        var nodes = two.Nodes;
        var room = await nodes.RoomAtAsync(nodes[owner]);
        await using var alice = await Actors.ChatRoomAsync(nodes[0], room, "alice");
        await using var bob = await Actors.ChatRoomAsync(nodes[1], room, "bob");
        (await alice.TextAsync()).ShouldContain("user-joined");

        for (var i = 0; i < 2; i++)
        {
            using var http = nodes[i].HttpAs("alice");
            (await http.GetStringAsync($"/api/chat/realtime/{room}/status")).ShouldContain("\"participantCount\":2");
        }

        using var other = nodes[1].HttpAs("alice");
        using var removed = await other.DeleteAsync($"/api/chat/{room}/members/bob");
        removed.IsSuccessStatusCode.ShouldBeTrue($"{removed.StatusCode}");
        (await bob.NextAsync()).ShouldBeOfType<Received.Close>().Code.ShouldBe(1008);
        (await alice.TextAsync()).ShouldContain("user-left");
    }
}
