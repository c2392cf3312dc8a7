using Microsoft.Extensions.DependencyInjection;
using Parley.Core.Identity;
using Parley.Protocols.Live;
using Parley.Protocols.World;
using Parley.Server.Authentication;
using Parley.Tests.Wire;

namespace Parley.Tests.Protocols.Live;

/// <summary>Who may connect to <c>/live</c>, as whom, and to which rooms.</summary>
public sealed class Tokens
{
    [Fact]
    public async Task The_token_comes_in_the_header_the_query_or_the_subprotocol()
    {
        await using var stage = await LiveStage.OpenAsync();
        var (host, token) = (stage.Host, stage.Host.Token("alice"));
        await using var header = await TestSocket.ConnectAsync(host.Url, "/live", $"Authorization: Bearer {token}");
        await using var query = await TestSocket.ConnectAsync(host.Url, $"/live?token={token}");
        await using var subprotocol = await TestSocket.ConnectAsync(host.Url, "/live", $"Sec-WebSocket-Protocol: bearer, {token}");

        subprotocol.Upgrade.ShouldContain("Sec-WebSocket-Protocol: bearer\r\n");
        foreach (var socket in new[] { header, query, subprotocol })
            (await new LiveClient(socket, "alice", "1", "m2m", "nowhere").JoinAsync(code: 4001)).GetProperty("msg").GetString().ShouldNotBeNull();
    }

    [Theory]
    [InlineData("")]
    [InlineData("?access_token=not.a.token")]
    public async Task Without_a_good_token_the_upgrade_is_401(string query)
    {
        await using var stage = await LiveStage.OpenAsync();

        (await Should.ThrowAsync<UpgradeRefusedException>(() => TestSocket.ConnectAsync(stage.Host.Url, "/live" + query))).Status.ShouldBe(401);
    }

    [Fact]
    public async Task A_foreign_page_is_403()
    {
        await using var stage = await LiveStage.OpenAsync();

        var refused = await Should.ThrowAsync<UpgradeRefusedException>(() => TestSocket.ConnectAsync(
            stage.Host.Url, $"/live?access_token={stage.Host.Token("alice")}", "Origin: https://evil.example"));
        refused.Status.ShouldBe(403);
    }

    [Fact]
    public async Task Anonymous_users_are_taken_on_trust_where_the_configuration_says_so()
    {
        await using var host = await ParleyHost.StartAsync(new() { ["Parley:Auth:AllowAnonymous"] = "true" });
        await using var anybody = new LiveClient(await TestSocket.ConnectAsync(host.Url, "/live"), "anybody", "1", "p2p", "call");

        (await anybody.JoinAsync(creating: true)).GetProperty("pt").GetString().ShouldBe("publisher");
    }

    [Fact]
    public async Task The_session_of_another_user_is_2001()
    {
        await using var stage = await LiveStage.OpenAsync();
        var mallory = await stage.ConnectAsync("alice", token: stage.Host.Token("mallory"));

        await mallory.JoinAsync(creating: true, code: 2001);
    }

    [Fact]
    public async Task Another_session_on_the_same_connection_is_2001_whatever_it_says()
    {
        await using var stage = await LiveStage.OpenAsync();
        var alice = await stage.MakeAsync("alice");
        await using var other = new LiveClient(alice.Socket, "alice", "2", "m2m", "stage");
        await using var somebody = new LiveClient(alice.Socket, "bob", "1", "m2m", "stage");

        await other.JoinAsync(code: 2001);
        await somebody.AskAsync(2001, "leave");
        await alice.AskAsync(200, "leave");
    }

    [Fact]
    public async Task A_token_for_a_zone_reaches_its_room_and_no_other()
    {
        await using var stage = await LiveStage.OpenAsync();
        stage.Rooms.Dispatch(
            LiveScope.OfZone(new LiveZone("acme", "office", "meet")).RoomOf("meet")!.Value,
            new HostZone(new OrderedUuids(stage.Time).Next(), 16, new Dictionary<string, bool> { ["alice"] = false }));
        await stage.MakeAsync("bob", rid: "hall");
        var token = stage.Host.Services.GetRequiredService<TokenIssuer>()
            .IssueSfu(new SfuTicket("alice", "Alice", "acme", "office", "meet"), TimeSpan.FromMinutes(1));

        var joined = await (await stage.ConnectAsync("alice", rid: "meet", token: token)).JoinAsync();
        joined.GetProperty("pt").GetString().ShouldBe("publisher");
        joined.GetProperty("rid").GetString().ShouldBe("meet");
        joined.GetProperty("pps")[0].GetProperty("fullname").GetString().ShouldBe("Alice");
        await (await stage.ConnectAsync("alice", rid: "hall", session: "2", token: token)).JoinAsync(code: 4001);
        await (await stage.ConnectAsync("alice", rid: "meet", session: "3")).JoinAsync(code: 4001);
    }

    [Fact]
    public async Task A_token_that_has_expired_closes_4401_where_the_configuration_says_so()
    {
        await using var stage = await LiveStage.OpenAsync(new() { ["Parley:Auth:CloseOnExpiry"] = "true" });
        var alice = await stage.ConnectAsync("alice", token: stage.Host.Token("alice", lifetime: TimeSpan.FromSeconds(5)));
        await alice.JoinAsync(creating: true);

        await stage.PassAsync(7);

        Received received;
        do received = await alice.Socket.NextAsync();
        while (received is Received.Message);
        received.ShouldBeOfType<Received.Close>().Code.ShouldBe(4401);
    }
}
