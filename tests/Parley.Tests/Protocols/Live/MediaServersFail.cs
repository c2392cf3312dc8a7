namespace Parley.Tests.Protocols.Live;

/// <summary>Media servers that die, stop answering, or are not there.</summary>
public sealed class MediaServersFail
{
    [Fact]
    public async Task A_room_goes_to_the_least_loaded_server_that_is_healthy()
    {
        await using var stage = await LiveStage.OpenAsync(mediaServers: 3);
        stage.Servers[0].Kill();
        foreach (var rid in new[] { "a", "b", "c", "d" })
        {
            var publisher = await stage.MakeAsync($"user-{rid}", rid: rid);
            await publisher.OfferAsync();
        }

        stage.Servers.Select(s => s.Rooms.Count).ShouldBe([0, 2, 2]);
    }

    [Fact]
    public async Task When_a_server_dies_publishers_offer_again_elsewhere_and_watchers_watch_again()
    {
        await using var stage = await LiveStage.OpenAsync(mediaServers: 2);
        var alice = await stage.MakeAsync("alice");
        var bob = await stage.JoinAsync("bob");
        var carol = await stage.JoinAsync("carol");
        await alice.AskAsync(200, "publishAccept", ",\"to\":\"bob\"");
        await alice.OfferAsync();
        await bob.OfferAsync();
        await carol.WatchAsync(alice);
        await carol.AnswerAsync(alice);
        await carol.WatchAsync(bob);
        await carol.HeardAsync();
        var dead = stage.Servers.Single(s => s.Rooms.Count == 1);

        dead.Kill();

        foreach (var publisher in new[] { alice, bob })
        {
            var asked = await publisher.NextAsync("OFFER");
            asked.TryGetProperty("c", out _).ShouldBeFalse();
            asked.GetProperty("op").GetProperty("restarting").GetBoolean().ShouldBeTrue();
            asked.GetProperty("rid").GetString().ShouldBe("stage");
        }

        (await carol.NextPublishersAsync()).ShouldBe(["alice", "bob"]);
        await carol.SendAsync("watch", $",\"to\":{alice.Address}");
        await alice.OfferAsync(options: """{"restarting":true}""");
        await bob.OfferAsync(options: """{"restarting":true}""");
        (await carol.NextAsync("WATCH", ack: true)).GetProperty("c").GetInt32().ShouldBe(200);
        await carol.WatchAsync(bob);
        stage.Servers.Single(s => s != dead).Rooms.Single().Uplinks.Count.ShouldBe(2);
        stage.Counts.Moved.ShouldBe(1);
        (stage.Counts.Uplinks, stage.Counts.Downlinks).ShouldBe((2, 2));
    }

    [Fact]
    public async Task With_none_healthy_an_OFFER_is_500_that_says_to_exit_and_once_one_is_back_it_is_taken()
    {
        await using var stage = await LiveStage.OpenAsync();
        var alice = await stage.MakeAsync("alice");
        stage.Server.Kill();

        (await alice.OfferAsync(500)).GetProperty("msg").GetString()!.ShouldContain("Exit");
        stage.Server.Revive();
        await alice.OfferAsync();
    }

    [Fact]
    public async Task Without_any_configured_p2p_works_and_an_OFFER_is_500()
    {
        await using var stage = await LiveStage.OpenAsync(mediaServers: 0);
        var alice = await stage.MakeAsync("alice");
        await alice.OfferAsync(500);

        var caller = await stage.MakeAsync("bob", "p2p", "call");
        var callee = await stage.JoinAsync("carol", "p2p", "call");
        await callee.SendAsync("offer", ",\"sdp\":\"o\"");
        (await caller.NextAsync("OFFER")).GetProperty("sdp").GetString().ShouldBe("o");
    }

    [Fact]
    public async Task A_server_that_does_not_answer_is_500_in_time_and_what_comes_late_is_ended()
    {
        await using var stage = await LiveStage.OpenAsync();
        var alice = await stage.MakeAsync("alice");
        await alice.OfferAsync();
        var bob = await stage.JoinAsync("bob");
        stage.Server.Stall();

        await bob.SendAsync("watch", $",\"to\":{alice.Address}");
        await alice.SendAsync("offer", $",\"sdp\":{LiveSay.Sdp("audio")},\"op\":{{\"restarting\":true}}");
        var (watched, offered) = (bob.NextAsync("WATCH", ack: true), alice.NextAsync("OFFER", ack: true));
        await PassUntilAsync(stage, () => watched.IsCompleted && offered.IsCompleted);

        (await watched).GetProperty("c").GetInt32().ShouldBe(500);
        (await watched).GetProperty("b").GetProperty("msg").GetString()!.ShouldContain("Retry");
        (await offered).GetProperty("c").GetInt32().ShouldBe(500);
        stage.Server.Release();
        await Eventually.Is(() => !stage.Downlinks.Any());
        await bob.WatchAsync(alice);
    }

    [Fact]
    public async Task Where_the_first_server_does_not_answer_the_first_publisher_goes_to_another()
    {
        await using var stage = await LiveStage.OpenAsync(mediaServers: 2);
        var alice = await stage.MakeAsync("alice");
        stage.Servers[0].Stall();
        stage.Servers[1].Stall();
        await alice.SendAsync("offer", $",\"sdp\":{LiveSay.Sdp("audio")}");
        await Eventually.Is(() => stage.Servers.Sum(s => s.Opened) == 1);
        stage.Servers.Single(s => s.Opened == 0).Release();
        var answered = alice.NextAsync("OFFER", ack: true);
        await PassUntilAsync(stage, () => answered.IsCompleted);

        (await answered).GetProperty("c").GetInt32().ShouldBe(200);
        foreach (var server in stage.Servers) server.Release();
        await alice.AskAsync(200, "leave");
        await stage.ShouldBeCleanAsync();
    }

    [Fact]
    public async Task A_server_that_dies_while_it_takes_an_offer_is_none_of_the_publishers_business()
    {
        await using var stage = await LiveStage.OpenAsync(mediaServers: 2);
        var alice = await stage.MakeAsync("alice");
        var bob = await stage.JoinAsync("bob");
        await alice.AskAsync(200, "publishAccept", ",\"to\":\"bob\"");
        await alice.OfferAsync();
        var dead = stage.Servers.Single(s => s.Rooms.Count == 1);
        dead.Stall();
        await bob.SendAsync("offer", $",\"sdp\":{LiveSay.Sdp("audio")}");
        await bob.Socket.RoundTripAsync();

        dead.Kill();

        (await bob.NextAsync("OFFER", ack: true)).GetProperty("c").GetInt32().ShouldBe(200);
        await alice.OfferAsync(options: """{"restarting":true}""");
        stage.Uplinks.Count().ShouldBe(2);
    }

    [Fact]
    public async Task Who_is_packaged_no_more_is_told_of_without_a_playlist_and_goes_on()
    {
        await using var stage = await LiveStage.OpenAsync();
        var alice = await stage.MakeAsync("alice");
        var bob = await stage.JoinAsync("bob");
        (await alice.OfferAsync(options: """{"hlsForwarding":true}""")).GetProperty("hls").GetString().ShouldEndWith("/playlist.m3u8");
        (await HlsAsync(bob)).ShouldBe("/live/alice/alice-1/playlist.m3u8");

        stage.Server.Rooms.ShouldHaveSingleItem().Uplinks.ShouldHaveSingleItem().Unpackage();

        (await HlsAsync(bob)).ShouldBeNull();
        (await alice.OfferAsync(options: """{"restarting":true}""")).TryGetProperty("hls", out _).ShouldBeFalse();
        await bob.WatchAsync(alice);

        static async Task<string?> HlsAsync(LiveClient client)
        {
            var publisher = (await client.NextAsync("PUBLISH_LIST_CHANGED")).GetProperty("b").GetProperty("pps")[0];
            return publisher.TryGetProperty("hls", out var path) ? path.GetString() : null;
        }
    }

    [Fact]
    public async Task Packets_lost_on_the_way_are_counted_for_each_direction()
    {
        await using var stage = await LiveStage.OpenAsync();
        await stage.WatchedAsync();

        stage.Uplinks.Single().Lose(12);
        stage.Uplinks.Single().Lose(30);
        stage.Downlinks.Single().Lose(9);

        var metrics = await stage.Host.Http.GetStringAsync("/metrics");
        metrics.ShouldMatch("""parley_media_packets_lost_total\{[^}]*direction="up"\} 42\b""");
        metrics.ShouldMatch("""parley_media_packets_lost_total\{[^}]*direction="down"\} 9\b""");
    }

    [Fact]
    public async Task Whose_connection_to_the_media_server_ends_is_told_of_by_the_list_and_may_offer_anew()
    {
        await using var stage = await LiveStage.OpenAsync();
        var (alice, bob) = await stage.WatchedAsync();
        await bob.HeardAsync();

        stage.Uplinks.Single().HangUp();

        (await bob.NextPublishersAsync()).ShouldBe(["alice"]);
        await Eventually.Is(() => !stage.Uplinks.Any() && !stage.Downlinks.Any());
        await alice.OfferAsync();
        await bob.WatchAsync(alice);
    }

    [Fact]
    public async Task A_watcher_whose_connection_to_the_media_server_ends_leaves_nothing_there()
    {
        await using var stage = await LiveStage.OpenAsync();
        var (alice, bob) = await stage.WatchedAsync();
        await Eventually.Is(() => stage.Downlinks.Single().Connected);

        stage.Downlinks.Single().HangUp();

        await Eventually.Is(() => !stage.Downlinks.Any());
        stage.Counts.Downlinks.ShouldBe(0);
    }

    [Fact]
    public async Task Who_leaves_while_the_server_stalls_leaves_nothing_there()
    {
        await using var stage = await LiveStage.OpenAsync();
        var alice = await stage.MakeAsync("alice");
        stage.Server.Stall();
        await alice.SendAsync("offer", $",\"sdp\":{LiveSay.Sdp("audio")}");
        await Eventually.Is(() => stage.Server.Opened == 1);
        await alice.AskAsync(200, "leave");

        stage.Server.Release();

        await stage.ShouldBeCleanAsync();
    }

    [Fact]
    public async Task A_recovered_session_begins_anew_and_its_old_uplink_is_gone()
    {
        await using var stage = await LiveStage.OpenAsync();
        var alice = await stage.MakeAsync("alice");
        await alice.OfferAsync();
        var first = stage.Uplinks.Single();

        await alice.JoinAsync();
        await Eventually.Is(() => first.Ended);
        await alice.OfferAsync();

        stage.Uplinks.Single().ShouldNotBe(first);
    }

    [Fact]
    public async Task An_ICE_restart_leaves_watchers_alone()
    {
        await using var stage = await LiveStage.OpenAsync();
        var (alice, bob) = await stage.WatchedAsync();
        await bob.HeardAsync();
        var (uplink, downlink) = (stage.Uplinks.Single(), stage.Downlinks.Single());

        await alice.OfferAsync(options: """{"restarting":true}""");

        (stage.Uplinks.Single(), stage.Downlinks.Single(), uplink.Restarts).ShouldBe((uplink, downlink, 1));
        (await bob.HeardAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Five_hundred_watchers_of_one_stream_at_once()
    {
        await using var stage = await LiveStage.OpenAsync();
        var alice = await stage.MakeAsync("alice");
        await alice.OfferAsync();
        var watchers = new List<LiveClient>();
        for (var i = 0; i < 500; i++) watchers.Add(await stage.ConnectAsync($"watcher{i}"));

        foreach (var watcher in watchers) await watcher.SendAsync("watch", $",\"to\":{alice.Address}");

        foreach (var watcher in watchers) (await watcher.NextAsync("WATCH", ack: true)).GetProperty("c").GetInt32().ShouldBe(200);
        stage.Downlinks.Count().ShouldBe(500);
        await alice.AskAsync(200, "leave");
        await Eventually.Is(() => !stage.Downlinks.Any());
    }

    /// <summary>Time passes while calls run beside the test.</summary>
    private static Task PassUntilAsync(LiveStage stage, Func<bool> condition) => Eventually.IsAsync(async () =>
    {
        if (condition()) return true;
        await stage.PassAsync(1);
        return condition();
    });
}
