using System.Net;

namespace Parley.Tests.Rest;

/// <summary>Pages of the configured origins may call guests' REST from browsers.</summary>
public sealed class GuestsCrossOrigin
{
    private const string App = "https://app.example";

    [Theory]
    [InlineData("/api/guest", "POST")]
    [InlineData("/api/guest/location", "POST")]
    [InlineData("/api/guest/me", "GET")]
    public async Task A_configured_page_is_let_through_before_and_at_the_request(string path, string method)
    {
        await using var host = await StartAsync($"{App}/");

        var preflight = await PreflightAsync(host, path, method, App);
        var refused = await host.Http.SendAsync(HttpMethod.Get, "/api/guest/me", null, headers: ("Origin", App));

        preflight.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        Header(preflight, "Access-Control-Allow-Origin").ShouldBe(App);
        Header(preflight, "Access-Control-Allow-Credentials").ShouldBe("true");
        Header(preflight, "Access-Control-Allow-Methods").ShouldBe("GET,POST");
        Header(preflight, "Access-Control-Allow-Headers").ShouldBe("authorization,content-type");
        Header(refused, "Access-Control-Allow-Origin").ShouldBe(App, "the page has to be able to read why");
        Header(refused, "Access-Control-Expose-Headers").ShouldBe("Retry-After");
        await refused.ShouldBeGuestProblemAsync(HttpStatusCode.Unauthorized, "Authentication token required");
    }

    [Fact]
    public async Task A_configured_page_can_read_that_it_is_too_fast_or_wrong()
    {
        await using var host = await StartAsync(App);

        var wrong = await host.Http.SendAsync(HttpMethod.Post, "/api/guest", null, "{", ("Origin", App));
        for (var i = 0; i < 100; i++) await host.Http.GetAsync("/api/guest/username");
        var tooFast = await host.Http.SendAsync(HttpMethod.Get, "/api/guest/username", null, headers: ("Origin", App));

        wrong.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        Header(wrong, "Access-Control-Allow-Origin").ShouldBe(App);
        tooFast.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        Header(tooFast, "Access-Control-Allow-Origin").ShouldBe(App);
    }

    [Theory]
    [InlineData(App, "https://evil.example")]
    [InlineData(App, "https://app.example.evil.example")]
    [InlineData(App, "http://app.example")]
    [InlineData(App, "null")]
    [InlineData("", App)]
    public async Task No_other_page_is_told_anything(string configured, string origin)
    {
        await using var host = await StartAsync(configured);

        Header(await PreflightAsync(host, "/api/guest", "POST", origin), "Access-Control-Allow-Origin").ShouldBeNull();
        Header(await host.Http.SendAsync(HttpMethod.Get, "/api/guest/username", null, headers: ("Origin", origin)), "Access-Control-Allow-Origin")
            .ShouldBeNull();
    }

    [Fact]
    public async Task Any_origin_is_any_origin_without_credentials()
    {
        await using var host = await StartAsync("*");

        var preflight = await PreflightAsync(host, "/api/guest", "POST", "https://anybody.example");

        Header(preflight, "Access-Control-Allow-Origin").ShouldBe("*");
        Header(preflight, "Access-Control-Allow-Credentials").ShouldBeNull();
    }

    [Fact]
    public async Task Preflights_are_not_counted()
    {
        await using var host = await StartAsync(App);

        for (var i = 0; i < 101; i++) await PreflightAsync(host, "/api/guest", "POST", App);

        await host.Http.BeginGuestAsync();
    }

    [Fact]
    public async Task REST_of_users_stays_as_it_was()
    {
        await using var host = await StartAsync(App);

        Header(await PreflightAsync(host, "/api/profile", "GET", App), "Access-Control-Allow-Origin").ShouldBeNull();
        Header(await host.Http.SendAsync(HttpMethod.Get, "/api/profile", host.Token("alice"), headers: ("Origin", App)), "Access-Control-Allow-Origin")
            .ShouldBeNull();
    }

    private static Task<ParleyHost> StartAsync(string origins) => ParleyHost.StartAsync(new() { ["Parley:Origins"] = origins });

    private static Task<HttpResponseMessage> PreflightAsync(ParleyHost host, string path, string method, string origin) =>
        host.Http.SendAsync(
            HttpMethod.Options, path, null, null,
            ("Origin", origin), ("Access-Control-Request-Method", method), ("Access-Control-Request-Headers", "authorization,content-type"));

    private static string? Header(HttpResponseMessage response, string name) =>
        response.Headers.TryGetValues(name, out var values) ? string.Join(",", values) : null;
}
