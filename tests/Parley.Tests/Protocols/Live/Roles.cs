using Parley.Protocols.Live;

namespace Parley.Tests.Protocols.Live;

/// <summary>Who publishes, who owns a room, and what they may do to others.</summary>
public sealed class Roles
{
    [Fact]
    public async Task Accepted_as_a_user_every_session_publishes_also_one_that_comes_later()
    {
        await using var stage = await LiveStage.OpenAsync();
        var alice = await stage.MakeAsync("alice");
        var bob = await stage.JoinAsync("bob");
        var tablet = await stage.JoinAsync("bob", session: "2");

        await alice.AskAsync(200, "publishAccept", ",\"to\":\"bob\"");

        await bob.OfferAsync();
        await tablet.OfferAsync();
        (await (await stage.ConnectAsync("bob", session: "3")).JoinAsync()).GetProperty("pt").GetString().ShouldBe("publisher");
    }

    [Fact]
    public async Task Accepted_as_a_session_that_one_publishes_and_no_other()
    {
        await using var stage = await LiveStage.OpenAsync();
        var alice = await stage.MakeAsync("alice");
        var bob = await stage.JoinAsync("bob");
        var tablet = await stage.JoinAsync("bob", session: "2");

        await alice.AskAsync(200, "publishAccept", $",\"to\":{bob.Address}");

        await bob.OfferAsync();
        await tablet.OfferAsync(4051);
        (await tablet.HeardAsync()).ShouldNotContain("PUBLISH_ACCEPT");
    }

    [Fact]
    public async Task What_the_owner_gave_ends_when_the_users_last_session_leaves()
    {
        await using var stage = await LiveStage.OpenAsync();
        var alice = await stage.MakeAsync("alice");
        var bob = await stage.JoinAsync("bob");
        await alice.AskAsync(200, "publishAccept", ",\"to\":\"bob\"");

        await bob.AskAsync(200, "leave");

        (await bob.JoinAsync()).GetProperty("pt").GetString().ShouldBe("viewer");
    }

    [Fact]
    public async Task Who_made_the_room_publishes_whenever_it_comes()
    {
        await using var stage = await LiveStage.OpenAsync();
        var alice = await stage.MakeAsync("alice");
        await stage.JoinAsync("bob");

        await alice.AskAsync(200, "leave");

        (await alice.JoinAsync()).GetProperty("pt").GetString().ShouldBe("publisher");
    }

    [Fact]
    public async Task The_next_oldest_publisher_owns_the_room_when_the_owner_goes_and_the_owner_who_comes_back_is_the_youngest()
    {
        await using var stage = await LiveStage.OpenAsync();
        await stage.OpenRoomAsync(LiveChannel.ManyToMany, "alice", "bob", "carol");
        var alice = await stage.JoinAsync("alice");
        var bob = await stage.JoinAsync("bob");
        var carol = await stage.JoinAsync("carol");
        var dave = await stage.JoinAsync("dave");

        await bob.AskAsync(4051, "publishAccept", ",\"to\":\"dave\"");
        await alice.AskAsync(200, "leave");
        await alice.JoinAsync();
        await alice.AskAsync(4051, "publishAccept", ",\"to\":\"dave\"");
        await carol.AskAsync(4051, "publishReject", ",\"to\":\"dave\"");
        await bob.AskAsync(200, "publishAccept", ",\"to\":\"dave\"");

        LiveClient.Users(await dave.AskAsync(200, "heartbeat", ",\"bid\":1,\"send_ack\":true")).ShouldBe(["bob", "carol", "alice", "dave"]);
    }

    [Fact]
    public async Task Asking_where_nobody_owns_the_room_is_4002()
    {
        await using var stage = await LiveStage.OpenAsync();
        await stage.OpenRoomAsync(LiveChannel.ManyToMany, "alice");
        var bob = await stage.JoinAsync("bob");

        await bob.AskAsync(4002, "publishRequest");
    }

    [Theory]
    [InlineData("leave", "")]
    [InlineData("heartbeat", ",\"bid\":1,\"send_ack\":true")]
    [InlineData("updateVideo", ",\"ve\":true,\"ae\":true")]
    [InlineData("kick", ",\"to\":\"alice\"")]
    [InlineData("publishRequest", "")]
    [InlineData("publishAccept", ",\"to\":\"alice\"")]
    [InlineData("publishReject", ",\"to\":\"alice\"")]
    public async Task Who_is_not_in_the_room_gets_4002(string action, string more)
    {
        await using var stage = await LiveStage.OpenAsync();
        await stage.MakeAsync("alice");
        var stranger = await stage.ConnectAsync("mallory");

        await stranger.AskAsync(4002, action, more);
    }

    [Fact]
    public async Task Who_is_kicked_as_a_user_is_out_with_every_session_and_comes_back_as_a_viewer()
    {
        await using var stage = await LiveStage.OpenAsync();
        var alice = await stage.MakeAsync("alice");
        var bob = await stage.JoinAsync("bob");
        var tablet = await stage.JoinAsync("bob", session: "2");
        await alice.AskAsync(200, "publishAccept", ",\"to\":\"bob\"");
        await bob.OfferAsync();

        await alice.AskAsync(200, "kick", ",\"to\":\"bob\"");

        foreach (var session in new[] { bob, tablet })
        {
            var kick = await session.NextAsync("KICK");
            kick.TryGetProperty("c", out _).ShouldBeFalse();
            kick.GetProperty("ss").GetProperty("userId").GetString().ShouldBe("alice");
            (await session.JoinAsync()).GetProperty("pt").GetString().ShouldBe("viewer");
        }

        await stage.ShouldBeCleanAsync();
    }

    [Fact]
    public async Task A_publisher_puts_even_the_owner_out_and_inherits_the_room()
    {
        await using var stage = await LiveStage.OpenAsync();
        var alice = await stage.MakeAsync("alice");
        var bob = await stage.JoinAsync("bob");
        var carol = await stage.JoinAsync("carol");
        await alice.AskAsync(200, "publishAccept", ",\"to\":\"bob\"");

        await bob.AskAsync(200, "kick", $",\"to\":{alice.Address}");

        await alice.NextAsync("KICK");
        await bob.AskAsync(200, "publishAccept", ",\"to\":\"carol\"");
        await carol.NextAsync("PUBLISH_ACCEPT");
    }

    [Fact]
    public async Task Nine_users_publish_and_the_tenth_is_2002()
    {
        await using var stage = await LiveStage.OpenAsync();
        var alice = await stage.MakeAsync("alice");
        for (var i = 2; i <= 10; i++) await stage.JoinAsync($"user{i}");

        for (var i = 2; i <= 9; i++) await alice.AskAsync(200, "publishAccept", $",\"to\":\"user{i}\"");
        await alice.AskAsync(2002, "publishAccept", ",\"to\":\"user10\"");

        await alice.AskAsync(200, "kick", ",\"to\":\"user5\"");
        await alice.AskAsync(200, "publishAccept", ",\"to\":\"user10\"");
    }

    [Fact]
    public async Task In_a_room_made_ahead_for_everybody_the_tenth_is_a_viewer()
    {
        await using var stage = await LiveStage.OpenAsync();
        await stage.OpenRoomAsync(LiveChannel.AudioToMany);

        for (var i = 1; i <= 9; i++)
            (await (await stage.ConnectAsync($"user{i}", "a2m")).JoinAsync()).GetProperty("pt").GetString().ShouldBe("publisher");
        (await (await stage.ConnectAsync("user10", "a2m")).JoinAsync()).GetProperty("pt").GetString().ShouldBe("viewer");
        (await (await stage.ConnectAsync("user1", "a2m", session: "2")).JoinAsync()).GetProperty("pt").GetString().ShouldBe("publisher");
    }

    [Fact]
    public async Task In_p2m_there_is_one_publisher()
    {
        await using var stage = await LiveStage.OpenAsync();
        var alice = await stage.MakeAsync("alice", "p2m");
        await stage.JoinAsync("bob", "p2m");

        await alice.AskAsync(2002, "publishAccept", ",\"to\":\"bob\"");
        (await (await stage.ConnectAsync("alice", "p2m", session: "2")).JoinAsync()).GetProperty("pt").GetString().ShouldBe("viewer");
    }

    [Fact]
    public async Task Whoever_is_muted_says_no_audio_and_is_cut_also_in_what_it_publishes_later()
    {
        await using var stage = await LiveStage.OpenAsync();
        var alice = await stage.MakeAsync("alice");
        await alice.OfferAsync();
        var room = LiveScope.Plain.RoomOf("stage")!.Value;

        stage.Rooms.Dispatch(room, new MuteInLiveRoom("alice", Muted: true));
        await Eventually.Is(() => stage.Uplinks.Single().Muted);
        var screen = await stage.JoinAsync("alice", session: "screen");
        var list = await screen.AskAsync(200, "heartbeat", ",\"bid\":1,\"send_ack\":true");
        list.GetProperty("pps").EnumerateArray().ShouldAllBe(p => !p.GetProperty("audio").GetBoolean());
        await screen.OfferAsync();
        stage.Uplinks.ShouldAllBe(u => u.Muted);

        stage.Rooms.Dispatch(room, new MuteInLiveRoom("alice", Muted: false));
        await Eventually.Is(() => stage.Uplinks.All(u => !u.Muted));
    }
}
