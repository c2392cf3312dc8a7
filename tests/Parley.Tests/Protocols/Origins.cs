using Parley.Tests.Wire;

namespace Parley.Tests.Protocols;

/// <summary>Pages of foreign origins can't connect in a visitor's name.</summary>
public sealed class Origins
{
    private static readonly Dictionary<string, string?> Configured = new() { ["Parley:Origins:0"] = "https://app.example" };

    [Theory]
    [InlineData("https://app.example", 101)]
    [InlineData("https://evil.example", 403)]
    [InlineData("https://app.example.evil.example", 403)]
    [InlineData("null", 403)]
    public async Task A_browser_is_held_to_the_configured_origins(string origin, int status)
    {
        await using var host = await ParleyHost.StartAsync(Configured);
        (await StatusAsync(host, $"/direct?access_token={host.Token("alice")}", $"Origin: {origin}")).ShouldBe(status);
    }

    [Fact]
    public async Task The_servers_own_pages_may_connect()
    {
        await using var host = await ParleyHost.StartAsync(Configured);
        (await StatusAsync(host, "/direct", $"Origin: {host.Url.GetLeftPart(UriPartial.Authority)}")).ShouldBe(101);
    }

    [Theory]
    [InlineData("https://app.example", 101)]
    [InlineData("https://evil.example", 403)]
    [InlineData(null, 403)]
    public async Task A_cookie_counts_only_with_a_configured_origin(string? origin, int status)
    {
        await using var host = await ParleyHost.StartAsync(Configured);
        var room = await Actors.RoomAsync(host, "alice");
        string[] headers = [$"Cookie: AuthToken={host.Token("alice")}", .. origin is null ? Array.Empty<string>() : [$"Origin: {origin}"]];
        (await StatusAsync(host, $"/api/chat/realtime/{room}", headers)).ShouldBe(status);
    }

    [Fact]
    public async Task Chatroom_takes_the_query_before_the_header_before_the_cookie()
    {
        await using var host = await ParleyHost.StartAsync(Configured);
        var room = await Actors.RoomAsync(host, "alice", "bob");
        var path = $"/api/chat/realtime/{room}";
        await using var byQuery = await TestSocket.ConnectAsync(
            host.Url, $"{path}?tk={host.Token("alice")}&access_token={host.Token("bob")}", $"Authorization: Bearer {host.Token("bob")}");
        (await byQuery.TextAsync()).ShouldContain("\"userId\":\"alice\"");
        await using var byHeader = await TestSocket.ConnectAsync(
            host.Url, path, $"Authorization: Bearer {host.Token("alice")}", $"Cookie: AuthToken={host.Token("bob")}");
        (await byHeader.TextAsync()).ShouldContain("\"userId\":\"alice\"");
    }

    private static async Task<int> StatusAsync(ParleyHost host, string path, params string[] headers)
    {
        try
        {
            await using var socket = await TestSocket.ConnectAsync(host.Url, path, headers);
            return 101;
        }
        catch (UpgradeRefusedException refused)
        {
            return refused.Status;
        }
    }
}
