using System.Text;
using Parley.Core.Messages;

namespace Parley.Tests.Protocols.Live;

/// <summary>Calls of two: handed over, byte for byte.</summary>
public sealed class Calls
{
    [Theory]
    [InlineData("offer", "OFFER")]
    [InlineData("answer", "ANSWER")]
    [InlineData("iceCandidate", "ICE")]
    public async Task A_signal_arrives_byte_for_byte(string action, string signal)
    {
        await using var stage = await LiveStage.OpenAsync();
        var alice = await stage.MakeAsync("alice", "p2p");
        var bob = await stage.JoinAsync("bob", "p2p");
        await alice.HeardAsync();
        var data = $$"""{ "sdp" : "v=0\r\n\u00e9 é", "x":[1.50,null,{"s":"no"}],"s":"{{signal}}", "ss":{{LiveSay.Session("bob")}},"ch":"p2p","rid":"stage" }""";

        await bob.Socket.SendTextAsync($$"""{"data":{{data}},"action":"{{action}}"}""");

        (await alice.Socket.TextAsync()).ShouldBe(data);
    }

    [Fact]
    public async Task Only_whom_it_is_for_gets_it()
    {
        await using var stage = await LiveStage.OpenAsync();
        var alice = await stage.MakeAsync("alice", "p2p");
        var bob = await stage.JoinAsync("bob", "p2p");
        var screen = await stage.JoinAsync("bob", "p2p", session: "screen");
        foreach (var session in new[] { alice, bob, screen }) await session.HeardAsync();

        await alice.SendAsync("offer", ",\"sdp\":\"to all\"");
        await alice.SendAsync("offer", ",\"sdp\":\"to bob\",\"to\":\"bob\"");
        await alice.SendAsync("offer", $",\"sdp\":\"to the screen\",\"to\":{screen.Address}");
        await alice.Socket.RoundTripAsync();

        (await bob.HeardAsync()).ShouldBe(["OFFER", "OFFER"]);
        (await screen.HeardAsync()).ShouldBe(["OFFER", "OFFER", "OFFER"]);
        (await alice.HeardAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task To_oneself_is_4003()
    {
        await using var stage = await LiveStage.OpenAsync();
        var alice = await stage.MakeAsync("alice", "p2p");
        await stage.JoinAsync("bob", "p2p");

        await alice.AskAsync(4003, "offer", ",\"sdp\":\"o\",\"to\":\"alice\"");
    }

    [Fact]
    public async Task Who_is_away_can_not_be_reached_until_it_is_back()
    {
        await using var stage = await LiveStage.OpenAsync();
        var alice = await stage.MakeAsync("alice", "p2p");
        var bob = await stage.JoinAsync("bob", "p2p");
        bob.Socket.Drop();
        await Eventually.Is(() => stage.Connections == 1);

        await alice.AskAsync(4003, "iceCandidate", ",\"sdp\":\"c\"");
        await alice.AskAsync(4024, "answer", ",\"sdp\":\"a\"");
        var back = await stage.JoinAsync("bob", "p2p");
        await alice.SendAsync("iceCandidate", ",\"sdp\":\"c\"");
        (await back.NextAsync("ICE")).GetProperty("sdp").GetString().ShouldBe("c");
    }

    [Fact]
    public async Task Who_offers_without_a_JOIN_is_joined_by_it()
    {
        await using var stage = await LiveStage.OpenAsync();
        var alice = await stage.MakeAsync("alice", "p2p");
        var bob = await stage.ConnectAsync("bob", "p2p");
        await alice.HeardAsync();

        await bob.SendAsync("offer", ",\"sdp\":\"o\"");

        (await alice.NextPublishersAsync()).ShouldBe(["alice", "bob"]);
        (await alice.NextAsync("OFFER")).GetProperty("sdp").GetString().ShouldBe("o");
        var carol = await stage.ConnectAsync("carol", "p2p");
        await carol.AskAsync(2001, "iceCandidate", ",\"sdp\":\"c\"");
    }

    [Fact]
    public async Task A_kick_and_a_leave_work_as_elsewhere()
    {
        await using var stage = await LiveStage.OpenAsync();
        var alice = await stage.MakeAsync("alice", "p2p");
        var bob = await stage.JoinAsync("bob", "p2p");

        await alice.AskAsync(200, "kick", ",\"to\":\"bob\"");
        await bob.NextAsync("KICK");
        await stage.JoinAsync("carol", "p2p");
        await alice.AskAsync(200, "leave");
    }

    [Fact]
    public async Task No_media_server_is_asked_for_anything()
    {
        await using var stage = await LiveStage.OpenAsync();
        var alice = await stage.MakeAsync("alice", "p2p");
        var bob = await stage.JoinAsync("bob", "p2p");

        await bob.SendAsync("offer", $",\"sdp\":{LiveSay.Sdp("audio")}");
        await alice.NextAsync("OFFER");

        stage.Server.Opened.ShouldBe(0);
    }

    [Fact]
    public async Task A_signal_of_128_KiB_in_pieces_is_handed_over_whole_where_its_SDP_is_within_the_limit()
    {
        await using var stage = await LiveStage.OpenAsync();
        var alice = await stage.MakeAsync("alice", "p2p");
        var bob = await stage.JoinAsync("bob", "p2p");
        await alice.HeardAsync();
        var frame = Encoding.UTF8.GetBytes(LiveSay.Frame(
            "offer", "OFFER", "p2p", LiveSay.Session("bob"), "stage", $",\"sdp\":\"o\",\"x\":\"{new string('x', 120_000)}\""));

        for (var at = 0; at < frame.Length; at += 30_000)
        {
            await bob.Socket.SendAsync(
                at == 0 ? FrameOpcode.Text : FrameOpcode.Continuation,
                frame.AsMemory(at, Math.Min(30_000, frame.Length - at)), at + 30_000 >= frame.Length);
        }

        (await alice.NextAsync("OFFER")).GetProperty("x").GetString()!.Length.ShouldBe(120_000);
    }
}
