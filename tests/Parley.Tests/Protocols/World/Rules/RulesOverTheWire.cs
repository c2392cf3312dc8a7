using System.Buffers.Text;
using System.Net;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Parley.Core.Media;
using Parley.Core.Storage;
using Parley.Protocols.World;
using Parley.Tests.Media;
using Parley.Tests.Rest;
using Parley.Tests.Wire;

namespace Parley.Tests.Protocols.World.Rules;

/// <summary>What only the whole server shows: that the rules are given what they need.</summary>
public sealed class RulesOverTheWire
{
    [Fact]
    public async Task A_promotion_names_this_servers_own_media_endpoint_as_the_client_reached_it_and_a_token_for_the_zone()
    {
        await using var host = await ParleyHost.StartAsync(configure: b => b.Services.AddSingleton(OneMediaServer()));
        await using var alice = await EnterAsync(host, "alice");
        await using var bob = await EnterAsync(host, "bob");
        await alice.SendTextAsync("""{"type":"ZONE_TRANSITION","payload":{"from_zone_id":"hall","to_zone_id":"meet","position":{"x":16.5,"y":5}}}""");
        await UntilAsync(alice, "ZONE_TRANSITIONED");

        await bob.SendTextAsync("""{"type":"ZONE_TRANSITION","payload":{"from_zone_id":"hall","to_zone_id":"meet","position":{"x":17.5,"y":5}}}""");

        var promotion = await UntilAsync(alice, "PROMOTE_TO_SFU");
        promotion.Field("sfu_url").ShouldBe($"ws://{host.Url.Authority}/live");
        var claims = JsonElement.Parse(Base64Url.DecodeFromChars(promotion.Field("sfu_token").Split('.')[1]));
        claims.GetProperty("sub").GetString().ShouldBe("alice");
        claims.GetProperty("zone").GetString().ShouldBe("meet");
        claims.GetProperty("room").GetString().ShouldBe("office/meet");
        (await host.Http.GetStringAsync("/metrics")).ShouldContain("parley_zones{topology=\"sfu\"} 1");
    }

    [Fact]
    public async Task An_address_that_is_configured_goes_before_the_servers_own()
    {
        await using var host = await ParleyHost.StartAsync(
            new() { ["Parley:World:SfuUrl"] = "wss://sfu.example.org/live", ["Parley:World:OpenAreaSfuAbove"] = "1" },
            b => b.Services.AddSingleton(OneMediaServer()));
        await using var alice = await EnterAsync(host, "alice");
        await using var bob = await EnterAsync(host, "bob");

        (await UntilAsync(bob, "PROMOTE_TO_SFU")).Field("sfu_url").ShouldBe("wss://sfu.example.org/live");
    }

    [Fact]
    public async Task What_a_moderator_did_is_in_the_audit_of_the_workspace()
    {
        await using var host = await ParleyHost.StartAsync();
        await using var admin = await EnterAsync(host, "admin", "Admin");
        await using var bob = await EnterAsync(host, "bob");

        await bob.SendTextAsync("""{"type":"KICK_FROM_WORLD","payload":{"target_user_id":"admin","world_id":"office"}}""");
        await UntilAsync(bob, "ERROR");
        await admin.SendTextAsync("""{"type":"KICK_FROM_WORLD","payload":{"target_user_id":"bob","world_id":"office"}}""");
        await UntilAsync(admin, "PEER_LEFT");
        await Eventually.Is(() => host.Services.GetRequiredService<IStore>().ListAuditAsync(null, null, 10, default).Result.Count == 2);

        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/audit")
        {
            Headers = { Authorization = new("Bearer", host.WorkspaceToken("dora", "acme", "Admin")) },
        };
        var page = await (await host.Http.SendAsync(request)).ShouldBeAsync(HttpStatusCode.OK);
        page.GetProperty("entries").EnumerateArray()
            .Select(e => $"{e.GetProperty("actorId")} {e.GetProperty("action")} {e.GetProperty("targetId")} in {e.GetProperty("room")} {e.GetProperty("zone")}")
            .ShouldBe(["admin kick bob in world:office hall", "bob kick admin in world:office hall"]);
    }

    private static MediaServers OneMediaServer() => new([new FakeMediaServer(TimeProvider.System)]);

    private static async Task<TestSocket> EnterAsync(ParleyHost host, string name, string role = "Member")
    {
        host.Services.GetRequiredService<WorldCatalog>().Put(RulesOffice.MapOf(RulesOffice.File));
        var socket = await TestSocket.ConnectAsync(host.Url, "/world");
        await socket.SendTextAsync($$$"""{"type":"CONNECT","payload":{"token":"{{{host.WorkspaceToken(name, "acme", role)}}}"}}""");
        await socket.SendTextAsync("""{"type":"JOIN_WORLD","payload":{"world_id":"office"}}""");
        await UntilAsync(socket, "WORLD_STATE");
        return socket;
    }

    /// <summary>The next message of this type; what comes before it is passed over.</summary>
    private static async Task<string> UntilAsync(TestSocket socket, string type)
    {
        while (true)
        {
            var message = await socket.TextAsync();
            if (Person.TypeOf(message) == type) return message;
        }
    }
}
