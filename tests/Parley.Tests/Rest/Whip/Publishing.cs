using System.Net;
using Parley.Core.Messages;
using Parley.Protocols.Live;
using Parley.Tests.Core;

namespace Parley.Tests.Rest.Whip;

/// <summary>WHIP from its POST to its end (RFC 9725).</summary>
public sealed class Publishing
{
    [Fact]
    public async Task An_offer_is_answered_by_201_with_the_sessions_address_and_tag_and_the_stream_is_the_rooms()
    {
        await using var stage = await WhipStage.OpenAsync();

        var response = await stage.SendAsync(HttpMethod.Post, "/whip/stage", "alice", WhipStage.Offer());

        response.StatusCode.ShouldBe(HttpStatusCode.Created);
        response.Content.Headers.ContentType!.ToString().ShouldBe("application/sdp");
        (await response.Content.ReadAsStringAsync()).ShouldBe(stage.Uplinks.ShouldHaveSingleItem().Sdp);
        response.Session().ShouldMatch("^/whip/sessions/[0-9a-f]{32}$");
        response.Tag().ShouldMatch("^\"[0-9a-f]{32}\"$");
        stage.Uplinks[0].Offer.ShouldBe(WhipStage.Offer());
        (await stage.PublishersAsync()).ShouldBe(["alice"]);
    }

    [Fact]
    public async Task STUN_and_TURN_servers_come_as_links_with_credentials_of_the_users_own()
    {
        await using var stage = await WhipStage.OpenAsync(new()
        {
            ["Parley:Turn:Urls"] = "stun:stun.example.org,turn:turn.example.org?transport=udp,turn:turn.example.org?transport=tcp",
            ["Parley:Turn:SharedSecret"] = "north",
        });

        var links = (await stage.PublishAsync()).Headers.GetValues("Link").ToArray();

        links.Length.ShouldBe(3);
        links[0].ShouldBe("<stun:stun.example.org>; rel=\"ice-server\"");
        links[1].ShouldMatch("^<turn:turn.example.org\\?transport=udp>; rel=\"ice-server\"; username=\"\\d+:alice\"; credential=\"[^\"]+\"; credential-type=\"password\"$");
    }

    [Fact]
    public async Task A_user_whose_id_no_header_takes_gets_them_too()
    {
        await using var stage = await WhipStage.OpenAsync(new()
        {
            ["Parley:Turn:Urls"] = "turn:turn.example.org",
            ["Parley:Turn:SharedSecret"] = "north",
        });
        await stage.OpenRoomAsync("hall", LiveChannel.ManyToMany, "Zoë");

        (await stage.PublishAsync("Zoë", "hall")).Headers.GetValues("Link").ShouldHaveSingleItem().ShouldMatch("username=\"\\d+:[0-9a-f]{64}\"");
    }

    [Fact]
    public async Task DELETE_ends_it_and_then_it_is_gone()
    {
        await using var stage = await WhipStage.OpenAsync();
        var session = (await stage.PublishAsync()).Session();
        (await stage.SendAsync(HttpMethod.Get, session)).StatusCode.ShouldBe(HttpStatusCode.NoContent);

        (await stage.SendAsync(HttpMethod.Delete, session, ifMatch: "\"whatever\"")).StatusCode.ShouldBe(HttpStatusCode.OK);

        await (await stage.SendAsync(HttpMethod.Delete, session)).ShouldBeProblemAsync(HttpStatusCode.NotFound);
        await (await stage.SendAsync(HttpMethod.Get, session)).ShouldBeProblemAsync(HttpStatusCode.NotFound);
        await Eventually.Is(() => stage.Uplinks.Count == 0);
        await Eventually.IsAsync(async () => (await stage.PublishersAsync()).Length == 0);
        stage.Sessions.ShouldBe(0);
    }

    [Fact]
    public async Task Candidates_come_one_after_the_other_and_are_answered_by_204()
    {
        await using var stage = await WhipStage.OpenAsync();
        var published = await stage.PublishAsync();

        var patched = await PatchAsync(stage, published, WhipStage.Candidates());

        patched.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        patched.Headers.ETag.ShouldBeNull();
        await Eventually.Is(() => stage.Uplinks[0].Candidates.Count == 2);
        stage.Uplinks[0].Candidates[0]!.ShouldBe(new("candidate:1 1 udp 2122260223 192.0.2.1 61764 typ host", "0", 0));
        stage.Uplinks[0].Candidates[1].ShouldBeNull();
    }

    [Fact]
    public async Task Another_ICE_user_name_is_a_restart_which_has_another_tag_and_the_old_one_counts_no_more()
    {
        await using var stage = await WhipStage.OpenAsync();
        var published = await stage.PublishAsync();

        var restarted = await stage.SendAsync(
            HttpMethod.Patch, published.Session(), body: WhipStage.Candidates("ysXw"), type: WhipStage.Fragment, ifMatch: "*");

        restarted.StatusCode.ShouldBe(HttpStatusCode.OK);
        restarted.Content.Headers.ContentType!.MediaType.ShouldBe(WhipStage.Fragment);
        restarted.Tag().ShouldNotBe(published.Tag());
        (await restarted.Content.ReadAsStringAsync()).ShouldStartWith("m=audio ");
        stage.Uplinks.ShouldHaveSingleItem().Restarts.ShouldBe(1);
        stage.Uplinks[0].Offer.ShouldContain("a=ice-ufrag:ysXw");
        stage.Uplinks[0].Offer.ShouldNotContain(WhipStage.Ufrag);
        await Eventually.Is(() => stage.Uplinks[0].Candidates.Count == 2);

        await (await PatchAsync(stage, published, WhipStage.Candidates())).ShouldBeProblemAsync(HttpStatusCode.PreconditionFailed, "restarted");
        (await PatchAsync(stage, published, WhipStage.Candidates("ysXw"), restarted.Tag())).StatusCode.ShouldBe(HttpStatusCode.NoContent);
    }

    [Fact]
    public async Task It_ends_when_the_media_server_hangs_up()
    {
        await using var stage = await WhipStage.OpenAsync();
        var session = (await stage.PublishAsync()).Session();

        stage.Uplinks[0].HangUp();

        await Eventually.Is(() => stage.Sessions == 0);
        (await stage.SendAsync(HttpMethod.Get, session)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        await Eventually.Is(() => stage.Uplinks.Count == 0);
        await Eventually.IsAsync(async () => (await stage.PublishersAsync()).Length == 0);
    }

    [Fact]
    public async Task It_ends_when_the_media_server_dies_as_nothing_can_ask_the_client_to_offer_again()
    {
        await using var stage = await WhipStage.OpenAsync();
        await stage.PublishAsync();

        stage.Media.Kill();

        await Eventually.Is(() => stage.Sessions == 0);
        await Eventually.IsAsync(async () => (await stage.PublishersAsync()).Length == 0);
    }

    [Fact]
    public async Task It_ends_with_its_room()
    {
        await using var stage = await WhipStage.OpenAsync();
        var session = (await stage.PublishAsync()).Session();

        stage.Dispatch("stage", new CloseLiveRoom("The show is over."));

        (await stage.SendAsync(HttpMethod.Get, session)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        stage.Sessions.ShouldBe(0);
    }

    [Fact]
    public async Task Who_watches_by_live_sees_the_stream_as_any_other()
    {
        await using var stage = await WhipStage.OpenAsync();
        await stage.PublishAsync();
        var peer = new RecordingPeer("carol");
        var carol = new LiveMember(peer, new LiveSessionInfo("carol", "c1", "stream", "Web", "d"), new LiveProfile("carol", "Carol", ""));
        stage.Dispatch("stage", new JoinLive(carol, LiveChannel.ManyToMany, new LiveRequest(LiveSignalType.Join), Creating: false, Video: false, Audio: false, []));
        var joined = peer.Take().OfType<LiveJoined>().ShouldHaveSingleItem();
        joined.Publishers.ShouldHaveSingleItem().Session.UserId.ShouldBe("alice");

        stage.Dispatch("stage", new WatchLive(carol, LiveChannel.ManyToMany, new LiveRequest(LiveSignalType.Watch), joined.Publishers[0].Session.Address));

        var heard = new List<Event>();
        await Eventually.Is(() =>
        {
            heard.AddRange(peer.Take());
            return heard.OfType<LiveWatched>().Any();
        });
        stage.Downlinks.ShouldHaveSingleItem().Uplink.ShouldBe(stage.Uplinks[0]);
    }

    [Fact]
    public async Task What_one_sees_of_a_session_does_not_let_one_end_it()
    {
        await using var stage = await WhipStage.OpenAsync();
        var session = (await stage.PublishAsync()).Session();

        foreach (var method in new[] { HttpMethod.Get, HttpMethod.Delete })
            await (await stage.SendAsync(method, session, "bob")).ShouldBeProblemAsync(HttpStatusCode.NotFound);
        await (await stage.SendAsync(HttpMethod.Delete, session, user: null)).ShouldBeProblemAsync(HttpStatusCode.Unauthorized);
        await (await stage.SendAsync(HttpMethod.Delete, session.Replace("whip", "whep", StringComparison.Ordinal))).ShouldBeProblemAsync(HttpStatusCode.NotFound);

        var answer = new TaskCompletionSource<LiveRoomStatus?>();
        stage.Dispatch("stage", new AskLiveRoom(answer));
        session.ShouldNotContain((await answer.Task)!.Publishers[0].Session.SessionId.Replace("whip-", "", StringComparison.Ordinal));
        stage.Sessions.ShouldBe(1);
    }

    [Fact]
    public async Task A_client_that_does_not_wait_for_the_answer_leaves_nothing_behind()
    {
        await using var stage = await WhipStage.OpenAsync();
        stage.Media.Stall();
        using var impatient = new CancellationTokenSource();
        using var client = stage.Host.HttpAs("alice");
        using var offer = new StringContent(WhipStage.Offer()) { Headers = { ContentType = new(WhipStage.Sdp) } };

        var posting = client.PostAsync("/whip/stage", offer, impatient.Token);
        await Eventually.Is(() => stage.Sessions == 1);
        await impatient.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(posting);

        await Eventually.Is(() => stage.Sessions == 0);
        stage.Media.Release();
        await Eventually.Is(() => stage.Uplinks.Count == 0);
        await Eventually.IsAsync(async () => (await stage.PublishersAsync()).Length == 0);
    }

    private static Task<HttpResponseMessage> PatchAsync(WhipStage stage, HttpResponseMessage published, string fragment, string? tag = null) =>
        stage.SendAsync(HttpMethod.Patch, published.Session(), body: fragment, type: WhipStage.Fragment, ifMatch: tag ?? published.Tag());
}
