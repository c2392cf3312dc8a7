using System.Net;

namespace Parley.Tests.Rest.Whip;

/// <summary>Pages of the configured origins may publish and watch, and read of the answer what they need (RFC 9725, section 4.2).</summary>
public sealed class OtherOrigins
{
    private const string App = "https://app.example";

    [Theory]
    [InlineData("/whip/stage", "POST")]
    [InlineData("/whep/stage", "POST")]
    [InlineData("/whip/sessions/1", "PATCH")]
    [InlineData("/whep/sessions/1", "DELETE")]
    public async Task A_configured_page_is_let_through_and_told_what_may_be_posted(string path, string method)
    {
        await using var stage = await WhipStage.OpenAsync(new() { ["Parley:Origins"] = App });

        var preflight = await OptionsAsync(stage, path, App, method);

        preflight.IsSuccessStatusCode.ShouldBeTrue();
        Header(preflight, "Access-Control-Allow-Origin").ShouldBe(App);
        Header(preflight, "Access-Control-Allow-Methods")!.Split(',').ShouldContain(method);
        Header(preflight, "Access-Control-Allow-Headers").ShouldBe("authorization,content-type,if-match");
        Header(preflight, "Accept-Post").ShouldBe("application/sdp");
        preflight.Headers.Contains("Link").ShouldBeFalse("who only asks for leave needs no credentials");
    }

    [Fact]
    public async Task The_answer_can_be_read_with_its_headers()
    {
        await using var stage = await WhipStage.OpenAsync(new() { ["Parley:Origins"] = App });
        using var request = new HttpRequestMessage(HttpMethod.Post, "/whip/stage")
        {
            Content = new StringContent(WhipStage.Offer()) { Headers = { ContentType = new(WhipStage.Sdp) } },
            Headers = { { "Origin", App }, { "Authorization", $"Bearer {stage.Host.Token("alice")}" } },
        };

        var response = await stage.Host.Http.SendAsync(request);

        response.StatusCode.ShouldBe(HttpStatusCode.Created);
        Header(response, "Access-Control-Allow-Origin").ShouldBe(App);
        foreach (var header in new[] { "Location", "ETag", "Link" }) Header(response, "Access-Control-Expose-Headers")!.ShouldContain(header);
    }

    [Fact]
    public async Task Another_page_is_told_nothing()
    {
        await using var stage = await WhipStage.OpenAsync(new() { ["Parley:Origins"] = App });

        Header(await OptionsAsync(stage, "/whip/stage", "https://evil.example", "POST"), "Access-Control-Allow-Origin").ShouldBeNull();
    }

    [Fact]
    public async Task OPTIONS_by_itself_says_what_can_be_done_and_names_the_relays_to_who_is_signed_in()
    {
        await using var stage = await WhipStage.OpenAsync(new()
        {
            ["Parley:Turn:Urls"] = "turn:turn.example.org",
            ["Parley:Turn:SharedSecret"] = "north",
        });

        var signedIn = await stage.SendAsync(HttpMethod.Options, "/whip/stage");
        var stranger = await stage.SendAsync(HttpMethod.Options, "/whip/stage", user: null);

        foreach (var response in new[] { signedIn, stranger })
        {
            response.StatusCode.ShouldBe(HttpStatusCode.OK);
            Header(response, "Accept-Post").ShouldBe("application/sdp");
            Header(response, "Access-Control-Allow-Methods")!.ShouldContain("PATCH");
        }

        Header(signedIn, "Link")!.ShouldStartWith("<turn:turn.example.org>; rel=\"ice-server\"; username=");
        stranger.Headers.Contains("Link").ShouldBeFalse();
    }

    private static async Task<HttpResponseMessage> OptionsAsync(WhipStage stage, string path, string origin, string method)
    {
        using var request = new HttpRequestMessage(HttpMethod.Options, path)
        {
            Headers =
            {
                { "Origin", origin },
                { "Access-Control-Request-Method", method },
                { "Access-Control-Request-Headers", "authorization,content-type,if-match" },
            },
        };
        return await stage.Host.Http.SendAsync(request);
    }

    private static string? Header(HttpResponseMessage response, string name) =>
        response.Headers.TryGetValues(name, out var values) ? string.Join(",", values) : null;
}
