using System.Net;
using System.Net.Http.Json;
using System.Security.Claims;
using System.Text.Json;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.DependencyInjection;
using Parley.Server.Authentication;

namespace Parley.Tests.Authentication;

public sealed class RestAuthentication : IAsyncLifetime
{
    private const string AdminKey = "admin-key-0123456789";

    private ParleyHost host = null!;

    public async ValueTask InitializeAsync() => host = await ParleyHost.StartAsync(new() { ["Parley:Admin:ApiKey"] = AdminKey });

    public ValueTask DisposeAsync() => host.DisposeAsync();

    [Fact]
    public async Task A_users_token_is_the_user() =>
        (await (await SendAsync(("Authorization", $"Bearer {host.Token("alice", "Alice")}"))).Content.ReadFromJsonAsync<JsonElement>())
            .GetProperty("accountId").GetString().ShouldBe("alice");

    [Fact]
    public async Task No_token_is_401_and_says_what_to_send()
    {
        var response = await SendAsync();

        response.Headers.WwwAuthenticate.ToString().ShouldBe("Bearer");
        await ShouldBeProblemAsync(response, HttpStatusCode.Unauthorized, "Authorization: Bearer");
    }

    [Fact]
    public async Task A_bad_token_is_401_with_the_reason_and_without_the_token()
    {
        var token = host.Token("alice", lifetime: TimeSpan.FromHours(-1));
        var response = await SendAsync(("Authorization", $"Bearer {token}"));

        response.Headers.WwwAuthenticate.ToString().ShouldBe("Bearer error=\"invalid_token\"");
        await ShouldBeProblemAsync(response, HttpStatusCode.Unauthorized, "has expired");
        (await response.Content.ReadAsStringAsync()).ShouldNotContain(token.Split('.')[1]);
    }

    [Theory]
    [InlineData("X-Api-Key", AdminKey)]
    [InlineData("Authorization", $"Bearer {AdminKey}")]
    public async Task The_admin_key_opens_rest_in_either_header_but_has_no_profile(string header, string value) =>
        await ShouldBeProblemAsync(await SendAsync((header, value)), HttpStatusCode.Forbidden, "The admin key has no profile");

    [Theory]
    [InlineData("admin-key-012345678")]
    [InlineData("admin-key-01234567890")]
    [InlineData("ADMIN-KEY-0123456789")]
    public async Task Another_key_is_401(string key)
    {
        await ShouldBeProblemAsync(await SendAsync(("X-Api-Key", key)), HttpStatusCode.Unauthorized, "not the admin key");
        (await SendAsync(("Authorization", $"Bearer {key}"))).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Cookies_and_the_query_do_not_count_for_rest()
    {
        var token = host.Token("alice");

        (await SendAsync(("Cookie", $"AuthToken={token}"))).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await host.Http.GetAsync($"/api/profile?access_token={token}")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task The_admin_policy_is_for_the_admin_key_only()
    {
        var authorization = host.Services.GetRequiredService<IAuthorizationService>();
        var user = Caller.UserIdentity(new VerifiedToken("admin", "admin", DateTimeOffset.MaxValue, JsonElement.Parse("{}")));

        (await authorization.AuthorizeAsync(new ClaimsPrincipal(Caller.AdminIdentity()), AuthenticationServices.AdminPolicy)).Succeeded.ShouldBeTrue();
        (await authorization.AuthorizeAsync(new ClaimsPrincipal(user), AuthenticationServices.AdminPolicy)).Succeeded.ShouldBeFalse();
        (await authorization.AuthorizeAsync(new ClaimsPrincipal(), AuthenticationServices.AdminPolicy)).Succeeded.ShouldBeFalse();
    }

    [Fact]
    public void Without_a_configured_key_none_matches()
    {
        new AdminKey(new()).Matches("").ShouldBeFalse();
        new AdminKey(new()).Matches("anything").ShouldBeFalse();
    }

    private async Task<HttpResponseMessage> SendAsync(params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/profile");
        foreach (var (name, value) in headers) request.Headers.TryAddWithoutValidation(name, value).ShouldBeTrue();
        return await host.Http.SendAsync(request);
    }

    private static async Task ShouldBeProblemAsync(HttpResponseMessage response, HttpStatusCode status, string detail)
    {
        response.StatusCode.ShouldBe(status);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("detail").GetString()!.ShouldContain(detail);
    }
}
