using System.Net;
using System.Net.Http.Json;
using Parley.Tests.Rest;

namespace Parley.Tests.Protocols.Live;

/// <summary>What is bounded, and what one is told at the bound.</summary>
public sealed class Full
{
    [Fact]
    public async Task A_room_with_as_many_sessions_as_it_may_is_500_that_says_to_exit()
    {
        await using var stage = await LiveStage.OpenAsync(new() { ["Parley:Live:MembersPerRoom"] = "2" });
        await stage.MakeAsync("alice");
        await stage.JoinAsync("bob");
        var carol = await stage.ConnectAsync("carol");

        (await carol.JoinAsync(code: 500)).GetProperty("msg").GetString()!.ShouldContain("Exit");
    }

    [Fact]
    public async Task A_user_with_as_many_sessions_as_it_may_is_500_and_one_that_is_away_gives_way()
    {
        await using var stage = await LiveStage.OpenAsync(new() { ["Parley:Live:SessionsPerUser"] = "2" });
        await stage.MakeAsync("alice");
        var second = await stage.JoinAsync("alice", session: "2");
        var third = await stage.ConnectAsync("alice", session: "3");

        await third.JoinAsync(code: 500);
        second.Socket.Drop();
        await Eventually.Is(() => stage.Connections == 2);
        await third.JoinAsync();
    }

    [Fact]
    public async Task A_server_with_as_many_rooms_as_it_may_is_500_until_one_has_ended()
    {
        await using var stage = await LiveStage.OpenAsync(new() { ["Parley:Live:Rooms"] = "1" });
        var alice = await stage.MakeAsync("alice");
        var bob = await stage.ConnectAsync("bob", rid: "other");
        using var admin = stage.Host.Http;
        admin.DefaultRequestHeaders.Add("X-Api-Key", RestStage.AdminKey);

        await bob.JoinAsync(creating: true, code: 500);
        using var refused = await admin.PostAsJsonAsync("/api/live/rooms", new { rid = "third", channel = "m2m" });
        refused.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);

        await alice.AskAsync(200, "leave");
        await stage.PassAsync(31);
        await bob.JoinAsync(creating: true);
    }

    [Fact]
    public async Task One_connection_is_in_eight_rooms()
    {
        await using var stage = await LiveStage.OpenAsync();
        var alice = await stage.MakeAsync("alice", rid: "room1");
        LiveClient In(int room) => new(alice.Socket, "alice", "1", "m2m", $"room{room}");

        for (var i = 2; i <= 8; i++) await In(i).JoinAsync(creating: true);
        await In(9).JoinAsync(creating: true, code: 500);
        await In(3).AskAsync(200, "leave");
        await In(9).JoinAsync(creating: true);
    }

    [Fact]
    public async Task A_session_watches_as_many_streams_as_it_may()
    {
        await using var stage = await LiveStage.OpenAsync(new() { ["Parley:Live:WatchesPerSession"] = "2" });
        var alice = await stage.MakeAsync("alice");
        var second = await stage.JoinAsync("alice", session: "2");
        var third = await stage.JoinAsync("alice", session: "3");
        foreach (var session in new[] { alice, second, third }) await session.OfferAsync();
        var bob = await stage.JoinAsync("bob");

        await bob.WatchAsync(alice);
        await bob.WatchAsync(second);
        (await bob.WatchAsync(third, 500)).GetProperty("msg").GetString()!.ShouldContain("Retry");
        await second.AskAsync(200, "leave");
        await bob.WatchAsync(third);
    }

    [Fact]
    public async Task A_thousand_WATCHes_leave_one_stream()
    {
        await using var stage = await LiveStage.OpenAsync(new() { ["Parley:Limits:Burst"] = "5000" });
        var alice = await stage.MakeAsync("alice");
        await alice.OfferAsync();
        var bob = await stage.JoinAsync("bob");

        for (var i = 0; i < 1000; i++) await bob.SendAsync("watch", $",\"to\":{alice.Address}");
        (await bob.NextAsync("WATCH")).GetProperty("c").GetInt32().ShouldBe(200);
        await bob.AskAsync(200, "heartbeat", ",\"bid\":1,\"send_ack\":true");

        stage.Counts.Downlinks.ShouldBe(1);
        await Eventually.Is(() => stage.Downlinks.Count() <= 1);
        await bob.AskAsync(200, "leave");
        await Eventually.Is(() => !stage.Downlinks.Any());
        await alice.AskAsync(200, "leave");
        await stage.ShouldBeCleanAsync();
    }

    [Fact]
    public async Task More_candidates_than_may_wait_for_a_media_server_are_500()
    {
        await using var stage = await LiveStage.OpenAsync(new() { ["Parley:Limits:Burst"] = "5000" });
        var alice = await stage.MakeAsync("alice");
        stage.Server.Stall();
        await alice.SendAsync("offer", $",\"sdp\":{LiveSay.Sdp("audio")}");

        for (var i = 0; i < 150; i++) await alice.SendAsync("iceCandidate", ",\"sdp\":\"\"");
        (await alice.NextAsync("ICE", ack: true)).GetProperty("c").GetInt32().ShouldBe(500);
        stage.Server.Release();
        (await alice.NextAsync("OFFER", ack: true)).GetProperty("c").GetInt32().ShouldBe(200);
    }
}
