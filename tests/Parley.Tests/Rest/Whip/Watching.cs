using System.Globalization;
using System.Net;
using Parley.Tests.Media;

namespace Parley.Tests.Rest.Whip;

/// <summary>WHEP from its POST to its end (draft-ietf-wish-whep-04): the media server offers, and the player answers.</summary>
public sealed class Watching : IAsyncLifetime
{
    private WhipStage stage = null!;

    public async ValueTask InitializeAsync() => stage = await WhipStage.OpenAsync();

    public ValueTask DisposeAsync() => stage.DisposeAsync();

    [Fact]
    public async Task An_offer_is_answered_by_406_with_the_counter_offer_which_PATCH_answers()
    {
        await stage.PublishAsync();

        var offered = await stage.SendAsync(HttpMethod.Post, "/whep/stage", "dora", WhipStage.Offer());

        offered.StatusCode.ShouldBe(HttpStatusCode.NotAcceptable);
        offered.Content.Headers.ContentType!.MediaType.ShouldBe(WhipStage.Sdp);
        var until = offered.Content.Headers.ContentType.Parameters.Single(p => p.Name == "valid-until").Value!.Trim('"');
        DateTimeOffset.ParseExact(until, "R", CultureInfo.InvariantCulture).ShouldBe(stage.Time.GetUtcNow().AddSeconds(30));
        offered.Session().ShouldMatch("^/whep/sessions/[0-9a-f]{32}$");
        offered.Headers.ETag.ShouldNotBeNull();
        (await offered.Content.ReadAsStringAsync()).ShouldBe(stage.Downlinks.ShouldHaveSingleItem().Sdp);

        (await AnswerAsync(offered)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        stage.Downlinks[0].Answer.ShouldBe(FakeSdp.Answer(stage.Downlinks[0].Sdp, 7));
    }

    [Fact]
    public async Task Who_sends_no_offer_asks_for_one_and_gets_it_by_201()
    {
        await stage.PublishAsync();

        var offered = await stage.SendAsync(HttpMethod.Post, "/whep/stage", "dora", "");

        offered.StatusCode.ShouldBe(HttpStatusCode.Created);
        (await offered.Content.ReadAsStringAsync()).ShouldBe(stage.Downlinks[0].Sdp);
        (await AnswerAsync(offered)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
    }

    [Fact]
    public async Task Where_nothing_is_sent_it_needs_no_type_and_where_something_is_it_does()
    {
        await stage.PublishAsync();

        var offered = await stage.SendAsync(HttpMethod.Post, "/whep/stage", "dora", body: null);
        var typeless = await stage.SendAsync(HttpMethod.Post, "/whep/stage", "dora", WhipStage.Offer(), type: null);

        offered.StatusCode.ShouldBe(HttpStatusCode.Created);
        (await offered.Content.ReadAsStringAsync()).ShouldBe(stage.Downlinks.ShouldHaveSingleItem().Sdp);
        await typeless.ShouldBeProblemAsync(HttpStatusCode.UnsupportedMediaType);
    }

    [Fact]
    public async Task It_is_the_owners_stream_or_that_of_the_user_or_session_that_is_named()
    {
        var alices = await stage.PublishAsync("alice");
        await stage.PublishAsync("bob");
        var (alice, bob) = (stage.Uplinks[0], stage.Uplinks[1]);

        await stage.WatchAsync();
        await stage.WatchAsync(path: "/whep/stage?user=bob");
        await stage.WatchAsync(path: "/whep/stage?user=alice");
        stage.Downlinks.Select(d => d.Uplink).ShouldBe([alice, bob, alice]);

        await stage.SendAsync(HttpMethod.Delete, alices.Session());
        await Eventually.Is(() => stage.Uplinks.Count == 1);
        await stage.WatchAsync("erin");
        stage.Downlinks[^1].Uplink.ShouldBe(bob, "it inherited the room");
    }

    [Theory]
    [InlineData("/whep/stage?user=carol")]
    [InlineData("/whep/stage?user=alice&session=other")]
    [InlineData("/whep/empty")]
    public async Task Where_nobody_publishes_that_it_is_409_and_says_when_to_try_again(string path)
    {
        await stage.OpenRoomAsync("empty", Parley.Protocols.Live.LiveChannel.ManyToMany, "alice");
        await stage.PublishAsync();

        var response = await stage.SendAsync(HttpMethod.Post, path, "dora", WhipStage.Offer());

        await response.ShouldBeProblemAsync(HttpStatusCode.Conflict);
        response.Headers.RetryAfter!.Delta.ShouldBe(TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task An_offer_that_is_not_answered_in_30_s_is_gone()
    {
        await stage.PublishAsync();
        var (left, answered) = (await stage.WatchAsync(), await stage.WatchAsync());
        await AnswerAsync(answered);

        stage.Time.Advance(TimeSpan.FromSeconds(30));

        (await AnswerAsync(left)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await stage.SendAsync(HttpMethod.Get, answered.Session(), "dora")).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        await Eventually.Is(() => stage.Downlinks.Count == 1);
    }

    [Fact]
    public async Task An_answer_that_is_none_is_400()
    {
        await stage.PublishAsync();
        var offered = await stage.WatchAsync();

        await (await AnswerAsync(offered, "hello")).ShouldBeProblemAsync(HttpStatusCode.BadRequest);
        (await AnswerAsync(offered)).StatusCode.ShouldBe(HttpStatusCode.NoContent, "there is still time for a good one");
        await (await AnswerAsync(offered)).ShouldBeProblemAsync(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Candidates_are_taken_and_a_restart_is_422()
    {
        await stage.PublishAsync();
        var offered = await stage.WatchAsync();
        await stage.SendAsync(HttpMethod.Patch, offered.Session(), "dora", WhipStage.Offer());

        (await TrickleAsync(offered, WhipStage.Candidates())).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        await Eventually.Is(() => stage.Downlinks[0].Candidates.Count == 2);
        await (await TrickleAsync(offered, WhipStage.Candidates("ysXw"))).ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity);
    }

    [Fact]
    public async Task DELETE_ends_it()
    {
        await stage.PublishAsync();
        var offered = await stage.WatchAsync();

        (await stage.SendAsync(HttpMethod.Delete, offered.Session(), "dora")).StatusCode.ShouldBe(HttpStatusCode.OK);

        await Eventually.Is(() => stage.Downlinks.Count == 0);
        (await AnswerAsync(offered)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task It_ends_with_the_stream_that_is_watched()
    {
        var published = await stage.PublishAsync();
        var offered = await stage.WatchAsync();

        await stage.SendAsync(HttpMethod.Delete, published.Session());

        await Eventually.Is(() => stage.Sessions == 0);
        (await AnswerAsync(offered)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        await Eventually.Is(() => stage.Downlinks.Count == 0);
    }

    [Fact]
    public async Task Players_know_the_address_of_an_endpoint_by_the_type_that_HEAD_says()
    {
        var head = await stage.SendAsync(HttpMethod.Head, "/whep/stage", user: null);

        head.StatusCode.ShouldBe(HttpStatusCode.OK);
        head.Content.Headers.ContentType!.MediaType.ShouldBe(WhipStage.Sdp);
    }

    private Task<HttpResponseMessage> AnswerAsync(HttpResponseMessage offered, string? answer = null) => stage.SendAsync(
        HttpMethod.Patch, offered.Session(), "dora", answer ?? FakeSdp.Answer((stage.Downlinks is [var first, ..] ? first.Sdp : WhipStage.Offer()), 7));

    private Task<HttpResponseMessage> TrickleAsync(HttpResponseMessage offered, string fragment) =>
        stage.SendAsync(HttpMethod.Patch, offered.Session(), "dora", fragment, WhipStage.Fragment, offered.Tag());
}
