using System.Net;
using Parley.Protocols.Live;

namespace Parley.Tests.Rest.Whip;

/// <summary>What WHIP and WHEP refuse, with which status, and that the media server is left clean.</summary>
public sealed class Refusals : IAsyncLifetime
{
    private WhipStage stage = null!;

    public async ValueTask InitializeAsync() => stage = await WhipStage.OpenAsync();

    public ValueTask DisposeAsync() => stage.DisposeAsync();

    [Theory]
    [InlineData("/whip/stage")]
    [InlineData("/whep/stage")]
    public async Task Without_a_token_it_is_401(string path)
    {
        var response = await stage.SendAsync(HttpMethod.Post, path, user: null, WhipStage.Offer());

        await response.ShouldBeProblemAsync(HttpStatusCode.Unauthorized);
        response.Headers.WwwAuthenticate.ToString().ShouldBe("Bearer");
    }

    [Fact]
    public async Task The_admin_key_is_nobody_who_could_publish()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/whip/stage") { Headers = { { "X-Api-Key", RestStage.AdminKey } } };

        await (await stage.Host.Http.SendAsync(request)).ShouldBeProblemAsync(HttpStatusCode.Forbidden, "admin key");
    }

    [Theory]
    [InlineData("/whip/stage", "application/json")]
    [InlineData("/whip/stage", "text/plain")]
    [InlineData("/whip/stage", "application/trickle-ice-sdpfrag")]
    [InlineData("/whep/stage", "application/json")]
    public async Task Another_type_than_SDP_is_415(string path, string type) =>
        await (await stage.SendAsync(HttpMethod.Post, path, "alice", WhipStage.Offer(), type))
            .ShouldBeProblemAsync(HttpStatusCode.UnsupportedMediaType, "application/sdp");

    [Fact]
    public async Task No_type_at_all_is_415()
    {
        (await stage.SendAsync(HttpMethod.Post, "/whip/stage")).StatusCode.ShouldBe(HttpStatusCode.UnsupportedMediaType);
    }

    [Theory]
    [InlineData("/whip/nowhere")]
    [InlineData("/whep/nowhere")]
    [InlineData("/whip/zone%2Foffice%2Fmeet")]
    public async Task A_room_that_is_none_is_404(string path) =>
        await (await stage.SendAsync(HttpMethod.Post, path, "alice", WhipStage.Offer())).ShouldBeProblemAsync(HttpStatusCode.NotFound, "no such room");

    [Theory]
    [InlineData("/whip/call")]
    [InlineData("/whep/call")]
    public async Task A_call_of_two_is_422(string path)
    {
        await stage.OpenRoomAsync("call", LiveChannel.PeerToPeer, "alice");

        await (await stage.SendAsync(HttpMethod.Post, path, "alice", WhipStage.Offer()))
            .ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "call between two");
    }

    [Fact]
    public async Task Who_only_may_watch_is_403() =>
        await (await stage.SendAsync(HttpMethod.Post, "/whip/stage", "dora", WhipStage.Offer())).ShouldBeProblemAsync(HttpStatusCode.Forbidden);

    [Theory]
    [InlineData("hello")]
    [InlineData("")]
    [InlineData("v=0\r\n")]
    [InlineData("v=0\r\nhello\r\n")]
    public async Task What_is_no_SDP_is_400(string body) =>
        await (await stage.SendAsync(HttpMethod.Post, "/whip/stage", "alice", body)).ShouldBeProblemAsync(HttpStatusCode.BadRequest);

    [Theory]
    [InlineData("a=recvonly\r\n", false)]
    [InlineData("a=inactive\r\n", false)]
    [InlineData("a=sendonly\r\n", true)]
    [InlineData("a=sendrecv\r\n", true)]
    [InlineData("", true)]
    public async Task An_offer_that_sends_nothing_is_400(string direction, bool sends)
    {
        var offer = $"v=0\r\no=- 1 1 IN IP4 192.0.2.1\r\ns=-\r\nt=0 0\r\nm=audio 9 UDP/TLS/RTP/SAVPF 111\r\na=recvonly\r\nm=video 9 UDP/TLS/RTP/SAVPF 96\r\n{direction}";

        (await stage.SendAsync(HttpMethod.Post, "/whip/stage", "alice", offer)).StatusCode
            .ShouldBe(sends ? HttpStatusCode.Created : HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task What_is_no_SDP_is_400_to_watch_with_as_well()
    {
        await stage.PublishAsync();

        await (await stage.SendAsync(HttpMethod.Post, "/whep/stage", "dora", "hello")).ShouldBeProblemAsync(HttpStatusCode.BadRequest);
        stage.Sessions.ShouldBe(1);
    }

    [Fact]
    public async Task What_is_no_UTF_8_is_400()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/whip/stage")
        {
            Content = new ByteArrayContent([0xC0, 0xAF]) { Headers = { ContentType = new(WhipStage.Sdp) } },
            Headers = { Authorization = new("Bearer", stage.Host.Token("alice")) },
        };

        await (await stage.Host.Http.SendAsync(request)).ShouldBeProblemAsync(HttpStatusCode.BadRequest, "UTF-8");
    }

    [Fact]
    public async Task A_body_of_100_KB_is_413()
    {
        var offer = WhipStage.Offer() + string.Concat(Enumerable.Repeat("a=x:yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy\r\n", 2000));

        (await stage.SendAsync(HttpMethod.Post, "/whip/stage", "alice", offer)).StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
    }

    [Fact]
    public async Task Video_in_a_room_for_audio_is_400()
    {
        await stage.OpenRoomAsync("radio", LiveChannel.AudioToMany, "alice");

        await (await stage.SendAsync(HttpMethod.Post, "/whip/radio", "alice", WhipStage.Offer())).ShouldBeProblemAsync(HttpStatusCode.BadRequest);
        (await stage.SendAsync(HttpMethod.Post, "/whip/radio", "alice", WhipStage.Offer("audio"))).StatusCode.ShouldBe(HttpStatusCode.Created);
    }

    [Fact]
    public async Task Without_a_media_server_it_is_503_and_says_when_to_try_again()
    {
        stage.Media.Kill();

        var response = await stage.SendAsync(HttpMethod.Post, "/whip/stage", "alice", WhipStage.Offer());

        await response.ShouldBeProblemAsync(HttpStatusCode.ServiceUnavailable);
        response.Headers.RetryAfter!.Delta.ShouldBe(TimeSpan.FromSeconds(5));
        stage.Sessions.ShouldBe(0);
    }

    [Fact]
    public async Task More_sessions_of_a_user_than_the_room_takes_are_503()
    {
        await stage.PublishAsync();
        for (var i = 1; i < 4; i++) await stage.WatchAsync("alice");

        await (await stage.SendAsync(HttpMethod.Post, "/whep/stage", "alice", WhipStage.Offer())).ShouldBeProblemAsync(HttpStatusCode.ServiceUnavailable, "4 sessions");
        await stage.WatchAsync("dora");
    }

    [Fact]
    public async Task More_sessions_of_a_user_than_the_server_takes_are_503()
    {
        await using var wide = await WhipStage.OpenAsync(new() { ["Parley:Live:SessionsPerUser"] = "100" });
        await wide.PublishAsync();
        for (var i = 1; i < 50; i++) await wide.WatchAsync("alice");

        await (await wide.SendAsync(HttpMethod.Post, "/whep/stage", "alice", WhipStage.Offer())).ShouldBeProblemAsync(HttpStatusCode.ServiceUnavailable, "as many sessions");
        await wide.WatchAsync("dora");
        wide.Sessions.ShouldBe(51);
    }

    [Fact]
    public async Task More_publishers_than_a_room_takes_are_403()
    {
        string[] people = [.. Enumerable.Range(0, 10).Select(i => $"user{i}")];
        await stage.OpenRoomAsync("crowd", LiveChannel.ManyToMany, people);
        foreach (var person in people[..9]) await stage.PublishAsync(person, "crowd");

        await (await stage.SendAsync(HttpMethod.Post, "/whip/crowd", people[9], WhipStage.Offer())).ShouldBeProblemAsync(HttpStatusCode.Forbidden);
        stage.Uplinks.Count.ShouldBe(9);
    }

    [Theory]
    [InlineData(null, HttpStatusCode.PreconditionRequired)]
    [InlineData("\"another\"", HttpStatusCode.PreconditionFailed)]
    [InlineData("W/{tag}", HttpStatusCode.PreconditionFailed)]
    [InlineData("nonsense", HttpStatusCode.BadRequest)]
    [InlineData("\"another\", {tag}", HttpStatusCode.NoContent)]
    public async Task Candidates_have_to_say_of_which_ICE_session_they_are(string? ifMatch, HttpStatusCode status)
    {
        var published = await stage.PublishAsync();

        var response = await stage.SendAsync(
            HttpMethod.Patch, published.Session(), body: WhipStage.Candidates(), type: WhipStage.Fragment,
            ifMatch: ifMatch?.Replace("{tag}", published.Tag(), StringComparison.Ordinal));

        response.StatusCode.ShouldBe(status);
    }

    [Theory]
    [InlineData("{tag}", null, HttpStatusCode.NoContent)]
    [InlineData("\"another\"", null, HttpStatusCode.PreconditionFailed)]
    [InlineData("{tag}", "\"another\"", HttpStatusCode.PreconditionFailed)]
    public async Task The_ETag_sent_back_as_it_came_says_it_too_unless_there_is_an_If_Match(string tag, string? ifMatch, HttpStatusCode status)
    {
        var published = await stage.PublishAsync();

        var response = await stage.SendAsync(
            HttpMethod.Patch, published.Session(), body: WhipStage.Candidates(), type: WhipStage.Fragment, ifMatch: ifMatch,
            tag: tag.Replace("{tag}", published.Tag(), StringComparison.Ordinal));

        response.StatusCode.ShouldBe(status);
    }

    [Theory]
    [InlineData("application/json")]
    [InlineData("application/sdp")]
    public async Task Candidates_of_another_type_are_415_which_says_the_right_one(string type)
    {
        var published = await stage.PublishAsync();

        var response = await stage.SendAsync(HttpMethod.Patch, published.Session(), body: WhipStage.Candidates(), type: type, ifMatch: published.Tag());

        await response.ShouldBeProblemAsync(HttpStatusCode.UnsupportedMediaType);
        response.Headers.GetValues("Accept-Patch").ShouldBe([WhipStage.Fragment]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("hello")]
    [InlineData("a=ice-ufrag:ysXw\r\n")]
    public async Task Candidates_that_are_none_are_400(string fragment)
    {
        var published = await stage.PublishAsync();

        await (await stage.SendAsync(HttpMethod.Patch, published.Session(), body: fragment, type: WhipStage.Fragment, ifMatch: published.Tag()))
            .ShouldBeProblemAsync(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task A_session_that_never_was_is_404_whatever_is_sent()
    {
        foreach (var method in new[] { HttpMethod.Get, HttpMethod.Patch, HttpMethod.Delete })
            await (await stage.SendAsync(method, "/whip/sessions/0123456789abcdef0123456789abcdef")).ShouldBeProblemAsync(HttpStatusCode.NotFound);
    }
}
