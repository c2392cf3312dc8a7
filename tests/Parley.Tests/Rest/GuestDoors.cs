using System.Net;
using Parley.Tests.Authentication;
using Parley.Tests.Protocols;
using Parley.Tests.Wire;

namespace Parley.Tests.Rest;

/// <summary>Each token opens its own doors: a guest's none of the users', a user's none of the guests'.</summary>
public sealed class GuestDoors : IAsyncLifetime
{
    private const string AdminKey = "admin-key-0123456789";

    private ParleyHost host = null!;
    private string guest = null!;

    public async ValueTask InitializeAsync()
    {
        host = await ParleyHost.StartAsync(new() { ["Parley:Admin:ApiKey"] = AdminKey });
        guest = await host.Http.GuestTokenAsync();
    }

    public ValueTask DisposeAsync() => host.DisposeAsync();

    [Theory]
    [InlineData("GET", "/api/profile", null)]
    [InlineData("PUT", "/api/profile", """{"name":"x"}""")]
    [InlineData("GET", "/api/ice-servers", null)]
    [InlineData("POST", "/api/chat", """{"name":"x"}""")]
    [InlineData("GET", "/api/chat/7f8d1c1e-0000-4000-8000-000000000000", null)]
    public async Task A_guests_token_opens_no_REST_of_users(string method, string path, string? body) =>
        await (await host.Http.SendAsync(new HttpMethod(method), path, guest, body)).ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "'sub'");

    [Theory]
    [InlineData("/direct?access_token=TOKEN", null)]
    [InlineData("/direct", "Authorization: Bearer TOKEN")]
    [InlineData("/direct", "Sec-WebSocket-Protocol: bearer, TOKEN")]
    public async Task A_guests_token_does_not_open_direct(string path, string? header) => (await StatusAsync(path, header)).ShouldBe(401);

    [Fact]
    public async Task A_guests_token_does_not_register_with_direct()
    {
        await using var socket = await TestSocket.ConnectAsync(host.Url, "/direct");

        await socket.SendTextAsync($$$"""{"type":"register","payload":{"user_id":"alice","token":"{{{guest}}}"}}""");

        (await socket.TextAsync()).ShouldContain("'sub'");
    }

    [Theory]
    [InlineData("?tk=TOKEN", null)]
    [InlineData("", "Authorization: Bearer TOKEN")]
    [InlineData("", "Cookie: AuthToken=TOKEN")]
    public async Task A_guests_token_does_not_open_chatroom(string query, string? header)
    {
        var room = await Actors.RoomAsync(host, "alice");

        (await StatusAsync($"/api/chat/realtime/{room}{query}", header)).ShouldBe(401);
    }

    [Fact]
    public async Task A_users_token_is_no_guests()
    {
        var response = await host.Http.SendAsync(HttpMethod.Get, "/api/guest/me", host.Token("alice"));

        await response.ShouldBeGuestProblemAsync(HttpStatusCode.Unauthorized, "Only guest sessions are supported");
        response.Headers.WwwAuthenticate.ToString().ShouldBe("Bearer error=\"invalid_token\"");
    }

    [Fact]
    public async Task Neither_the_admin_key_nor_a_forged_token_is_a_guest()
    {
        await (await host.Http.SendAsync(HttpMethod.Get, "/api/guest/me", AdminKey)).ShouldBeGuestProblemAsync(HttpStatusCode.Unauthorized, "Invalid token");
        await (await host.Http.SendAsync(HttpMethod.Get, "/api/guest/me", TokenForge.Hs256("""{"isGuest":true,"exp":9999999999}""")))
            .ShouldBeGuestProblemAsync(HttpStatusCode.Unauthorized, "Invalid token");
    }

    [Fact]
    public async Task Cookies_and_the_query_do_not_count_for_guests_either()
    {
        await (await host.Http.GetAsync($"/api/guest/me?token={guest}")).ShouldBeGuestProblemAsync(HttpStatusCode.Unauthorized, "Authentication token required");
        await (await host.Http.SendAsync(HttpMethod.Get, "/api/guest/me", token: null, headers: ("Cookie", $"AuthToken={guest}")))
            .ShouldBeGuestProblemAsync(HttpStatusCode.Unauthorized, "Authentication token required");
    }

    private async Task<int> StatusAsync(string path, string? header)
    {
        string[] headers = header is null ? [] : [header.Replace("TOKEN", guest, StringComparison.Ordinal)];
        var refused = await Should.ThrowAsync<UpgradeRefusedException>(
            () => TestSocket.ConnectAsync(host.Url, path.Replace("TOKEN", guest, StringComparison.Ordinal), headers));
        return refused.Status;
    }
}
