using Parley.Tests.Media;

namespace Parley.Tests.Protocols.Live;

/// <summary>SDP, candidates and rooms that are not what they should be: the page's code, and nothing left on the media server.</summary>
public sealed class BadMedia
{
    private const string Candidate = "candidate:1 1 udp 2130706431 192.0.2.7 5000 typ host";

    [Theory]
    [InlineData("")]
    [InlineData("hello")]
    [InlineData("v=0")]
    [InlineData("v=1\r\nm=audio 9 RTP/AVP 0\r\n")]
    [InlineData("v=0\r\ns=-\r\n")]
    [InlineData("v=0\r\nm=audio 9 RTP/AVP 0\r\n\u0000\u0001\u0002\r\n")]
    [InlineData("v=0\r\nm=audio 9 RTP/AVP 0\r\nrm -rf\r\n")]
    [InlineData("{\"type\":\"offer\",\"sdp\":\"v=0\"}")]
    public async Task SDP_that_is_not_SDP_is_2001(string sdp)
    {
        await using var stage = await LiveStage.OpenAsync();
        var alice = await stage.MakeAsync("alice");

        await alice.AskAsync(2001, "offer", $",\"sdp\":{LiveSay.Text(sdp)}");
        stage.Server.Opened.ShouldBe(0);

        await alice.OfferAsync();
        var bob = await stage.JoinAsync("bob");
        await bob.WatchAsync(alice);
        await bob.AskAsync(2001, "answer", $",\"to\":{alice.Address},\"sdp\":{LiveSay.Text(sdp)}");
        await alice.AskAsync(2001, "offer", $",\"sdp\":{LiveSay.Text(sdp)},\"op\":{{\"restarting\":true}}");
        stage.Uplinks.Single().Restarts.ShouldBe(0);
    }

    [Fact]
    public async Task SDP_of_100_KB_is_2001()
    {
        await using var stage = await LiveStage.OpenAsync();
        var alice = await stage.MakeAsync("alice");
        var sdp = FakeSdp.Offer("audio") + string.Concat(Enumerable.Repeat("a=" + new string('x', 98) + "\r\n", 1000));
        var frame = System.Text.Encoding.UTF8.GetBytes(
            LiveSay.Frame("offer", "OFFER", "m2m", LiveSay.Session("alice"), "stage", $",\"sdp\":{LiveSay.Text(sdp)}"));

        for (var at = 0; at < frame.Length; at += 30_000)
        {
            await alice.Socket.SendAsync(
                at == 0 ? Parley.Core.Messages.FrameOpcode.Text : Parley.Core.Messages.FrameOpcode.Continuation,
                frame.AsMemory(at, Math.Min(30_000, frame.Length - at)), at + 30_000 >= frame.Length);
        }

        (await alice.NextAsync("OFFER", ack: true)).GetProperty("c").GetInt32().ShouldBe(2001);
        stage.Server.Opened.ShouldBe(0);
    }

    [Fact]
    public async Task A_video_section_in_a2m_is_2001_also_when_restarting()
    {
        await using var stage = await LiveStage.OpenAsync();
        var alice = await stage.MakeAsync("alice", "a2m");

        await alice.OfferAsync(2001);
        stage.Server.Opened.ShouldBe(0);
        await alice.OfferAsync(media: ["audio"]);
        await alice.OfferAsync(2001, """{"restarting":true}""");
        stage.Uplinks.Single().Restarts.ShouldBe(0);
        (await alice.AskAsync(200, "heartbeat", ",\"bid\":1,\"send_ack\":true"))
            .GetProperty("pps")[0].GetProperty("video").GetBoolean().ShouldBeFalse();
    }

    /// <summary>Janus reads it so.</summary>
    [Theory]
    [InlineData("m=Video 9 UDP/TLS/RTP/SAVPF 96")]
    [InlineData("m=video\t9 UDP/TLS/RTP/SAVPF 96")]
    [InlineData("m= video 9 UDP/TLS/RTP/SAVPF 96")]
    [InlineData("m=VIDEO")]
    public async Task A_video_section_in_a2m_is_2001_however_it_is_written(string section)
    {
        await using var stage = await LiveStage.OpenAsync();
        var alice = await stage.MakeAsync("alice", "a2m");

        await alice.AskAsync(2001, "offer", $",\"sdp\":{LiveSay.Text($"{FakeSdp.Offer("audio")}{section}\r\na=mid:1\r\n")}");

        stage.Server.Opened.ShouldBe(0);
    }

    [Theory]
    [InlineData("hello")]
    [InlineData("candidate:")]
    [InlineData("candidate:1 1 udp 2130706431 192.0.2.7 5000")]
    [InlineData("candidate:1 1 udp 2130706431 192.0.2.7 5000 sort host")]
    [InlineData("candidate:1 1 udp 2130706431 192.0.2.7 5000 typ host\r\na=evil")]
    [InlineData("{}x")]
    [InlineData("{")]
    [InlineData("{\"candidate\":5}")]
    [InlineData("{\"candidate\":\"hello\"}")]
    [InlineData("{\"candidate\":\"candidate:1 1 udp 1 192.0.2.7 5000 typ host\",\"sdpMLineIndex\":-1}")]
    [InlineData("{\"candidate\":\"candidate:1 1 udp 1 192.0.2.7 5000 typ host\",\"sdpMid\":{}}")]
    public async Task A_candidate_that_is_none_is_2001(string candidate)
    {
        await using var stage = await LiveStage.OpenAsync();
        var alice = await stage.MakeAsync("alice");
        await alice.OfferAsync();

        await alice.AskAsync(2001, "iceCandidate", $",\"sdp\":{LiveSay.Text(candidate)}");
        await alice.AskAsync(2001, "iceCandidate", $",\"sdp\":{LiveSay.Text(new string('c', 5000))}");
        stage.Uplinks.Single().Candidates.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_candidate_is_a_line_or_JSON_and_an_empty_one_or_null_ends_them()
    {
        await using var stage = await LiveStage.OpenAsync();
        var alice = await stage.MakeAsync("alice");
        await alice.OfferAsync();

        foreach (var sdp in new[]
        {
            LiveSay.Text(Candidate), LiveSay.Text($"a={Candidate}"),
            LiveSay.Text($$"""{"candidate":"{{Candidate}}","sdpMid":"0","sdpMLineIndex":1,"usernameFragment":"u"}"""),
            LiveSay.Text("""{"candidate":"","sdpMid":null}"""), "\"\"", "null",
        })
        {
            await alice.SendAsync("iceCandidate", $",\"sdp\":{sdp}");
        }

        await Eventually.Is(() => stage.Uplinks.Single().Candidates.Count == 6);
        var candidates = stage.Uplinks.Single().Candidates;
        candidates[0].ShouldBe(new(Candidate, null, null));
        candidates[1].ShouldBe(new(Candidate, null, null));
        candidates[2].ShouldBe(new(Candidate, "0", 1));
        candidates.Skip(3).ShouldAllBe(c => c == null);
        (await alice.HeardAsync()).ShouldNotContain("ICE");
    }

    [Fact]
    public async Task Candidates_before_the_offer_are_2001_and_those_right_behind_it_arrive_in_order()
    {
        await using var stage = await LiveStage.OpenAsync();
        var alice = await stage.MakeAsync("alice");
        await alice.AskAsync(2001, "iceCandidate", ",\"sdp\":\"\"");

        stage.Server.Stall();
        await alice.SendAsync("offer", $",\"sdp\":{LiveSay.Sdp("audio")}");
        for (var i = 1; i <= 20; i++)
            await alice.SendAsync("iceCandidate", $",\"to\":{alice.Address},\"sdp\":\"candidate:{i} 1 udp 1 192.0.2.7 5000 typ host\"");
        await alice.SendAsync("iceCandidate", ",\"sdp\":null");
        await alice.Socket.RoundTripAsync();
        stage.Server.Release();

        await Eventually.Is(() => stage.Uplinks.FirstOrDefault()?.Candidates.Count == 21);
        stage.Uplinks.Single().Candidates.Select(c => c?.Candidate.Split(' ')[0])
            .ShouldBe(Enumerable.Range(1, 20).Select(i => (string?)$"candidate:{i}").Append(null));
    }

    [Fact]
    public async Task A_strangers_room_is_4001_or_2001_and_nothing_of_it_changes()
    {
        await using var stage = await LiveStage.OpenAsync();
        var alice = await stage.MakeAsync("alice");
        await alice.OfferAsync();
        var stranger = await stage.ConnectAsync("mallory");
        var nowhere = await stage.ConnectAsync("mallory", rid: "nowhere");

        await stranger.AskAsync(2001, "answer", $",\"to\":{alice.Address},\"sdp\":{LiveSay.Sdp("audio")}");
        await stranger.AskAsync(2001, "iceCandidate", $",\"to\":{alice.Address},\"sdp\":\"\"");
        await stranger.OfferAsync(4051);
        await nowhere.OfferAsync(4001);
        await nowhere.WatchAsync(alice, 4001);
        await nowhere.AskAsync(4001, "answer", $",\"to\":{alice.Address},\"sdp\":{LiveSay.Sdp("audio")}");
        await nowhere.AskAsync(4001, "iceCandidate", ",\"sdp\":\"\"");
        stage.Uplinks.Count().ShouldBe(1);
        stage.Downlinks.ShouldBeEmpty();
    }

    [Fact]
    public async Task Somebody_elses_uplink_is_out_of_reach_by_its_address()
    {
        await using var stage = await LiveStage.OpenAsync();
        var alice = await stage.MakeAsync("alice");
        await alice.OfferAsync();
        var bob = await stage.JoinAsync("bob");

        await bob.AskAsync(2001, "iceCandidate", $",\"to\":{alice.Address},\"sdp\":\"{Candidate}\"");
        await bob.AskAsync(2001, "iceCandidate", $",\"to\":\"alice\",\"sdp\":\"{Candidate}\"");
        stage.Uplinks.Single().Candidates.ShouldBeEmpty();
    }

    [Fact]
    public async Task After_the_last_has_left_the_media_server_is_clean()
    {
        await using var stage = await LiveStage.OpenAsync();
        var (alice, bob) = await stage.WatchedAsync();

        bob.Socket.Drop();
        alice.Socket.Drop();
        await Eventually.Is(() => stage.Connections == 0);
        await stage.PassAsync(11);
        (stage.Counts.Publishers, stage.Counts.Viewers).ShouldBe((0, 0));
        await stage.ShouldBeCleanAsync();
    }
}
