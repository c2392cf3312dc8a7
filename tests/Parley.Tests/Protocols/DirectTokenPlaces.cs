using Parley.Tests.Wire;

namespace Parley.Tests.Protocols;

/// <summary>Where <c>direct</c> takes its token from, and which of several counts.</summary>
public sealed class DirectTokenPlaces
{
    private static readonly Dictionary<string, string?> NoAnonymous = new() { ["Parley:Auth:AllowAnonymous"] = "false" };

    [Fact]
    public async Task Authorization_header()
    {
        await using var host = await ParleyHost.StartAsync(NoAnonymous);
        await using var socket = await TestSocket.ConnectAsync(host.Url, "/direct", $"Authorization: Bearer {host.Token("alice")}");
        await ShouldRegisterAsync(socket, "alice");
    }

    [Fact]
    public async Task Subprotocol_pair_bearer_and_token()
    {
        await using var host = await ParleyHost.StartAsync(NoAnonymous);
        await using var socket = await TestSocket.ConnectAsync(
            host.Url, "/direct", $"Sec-WebSocket-Protocol: bearer, {host.Token("alice")}");
        socket.Upgrade.ShouldContain("Sec-WebSocket-Protocol: bearer\r\n");
        await ShouldRegisterAsync(socket, "alice");
    }

    [Fact]
    public async Task The_header_counts_before_the_query()
    {
        await using var host = await ParleyHost.StartAsync(NoAnonymous);
        await using var socket = await TestSocket.ConnectAsync(
            host.Url, $"/direct?access_token={host.Token("bob")}", $"Authorization: Bearer {host.Token("alice")}");
        await ShouldRegisterAsync(socket, "alice");
    }

    [Fact]
    public async Task The_query_counts_before_the_subprotocol()
    {
        await using var host = await ParleyHost.StartAsync(NoAnonymous);
        await using var socket = await TestSocket.ConnectAsync(
            host.Url, $"/direct?token={host.Token("alice")}", $"Sec-WebSocket-Protocol: bearer, {host.Token("bob")}");
        await ShouldRegisterAsync(socket, "alice");
    }

    [Fact]
    public async Task A_bad_token_that_counts_is_not_made_good_by_another()
    {
        await using var host = await ParleyHost.StartAsync(NoAnonymous);
        var refused = await Should.ThrowAsync<UpgradeRefusedException>(() => TestSocket.ConnectAsync(
            host.Url, $"/direct?access_token={host.Token("alice")}", "Authorization: Bearer not.a.token"));
        refused.Status.ShouldBe(401);
        refused.Message.ShouldContain("application/problem+json");
    }

    [Fact]
    public async Task Anonymous_users_are_taken_on_trust_where_the_configuration_says_so()
    {
        await using var host = await ParleyHost.StartAsync(new() { ["Parley:Auth:AllowAnonymous"] = "true" });
        await using var socket = await TestSocket.ConnectAsync(host.Url, "/direct");
        await ShouldRegisterAsync(socket, "anybody");
    }

    private static async Task ShouldRegisterAsync(TestSocket socket, string user)
    {
        await socket.SendTextAsync($$$"""{"type":"register","payload":{"user_id":"{{{user}}}"}}""");
        (await socket.NextAsync()).ShouldBeOfType<Received.Message>().Text.ShouldContain("accepted");
    }
}
