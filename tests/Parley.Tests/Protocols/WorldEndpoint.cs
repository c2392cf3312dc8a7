using Microsoft.Extensions.DependencyInjection;
using Parley.Protocols.World;
using Parley.Tests.Wire;
using Parley.Tests.World.Files;

namespace Parley.Tests.Protocols;

/// <summary><c>/world</c> on a real server with a real ticker.</summary>
public sealed class WorldEndpoint
{
    [Fact]
    public async Task A_foreign_page_is_refused_with_403()
    {
        await using var host = await ParleyHost.StartAsync();
        var refused = await Should.ThrowAsync<UpgradeRefusedException>(
            () => TestSocket.ConnectAsync(host.Url, "/world", "Origin: https://evil.example"));
        refused.Status.ShouldBe(403);
    }

    [Fact]
    public async Task Presence_comes_by_itself_and_lateness_is_measured()
    {
        await using var host = await ParleyHost.StartAsync();
        host.Services.GetRequiredService<WorldCatalog>().Put(WorldText.Map());
        await using var alice = await JoinAsync(host, "alice");
        await using var bob = await JoinAsync(host, "bob");
        (await alice.TextAsync()).ShouldContain("PEER_JOINED");

        for (var i = 0; i < 3; i++)
        {
            await alice.SendTextAsync(World.Person.Update(1.5, 1.5, state: i % 2 == 0 ? "sitting" : "idle"));
            (await bob.TextAsync()).ShouldContain("PRESENCE_BROADCAST");
        }

        var metrics = await host.Http.GetStringAsync("/metrics");
        metrics.ShouldContain("parley_tick_lateness_seconds_count");
        metrics.ShouldContain("parley_clients_total{protocol=\"world\",version=\"none\"} 2");
        metrics.ShouldContain("parley_messages_sent_total{protocol=\"world\",kind=\"presence\"} 4");
        metrics.ShouldContain("parley_rooms{kind=\"world\"} 1");
    }

    [Fact]
    public async Task A_message_over_64_KiB_closes_1009()
    {
        await using var host = await ParleyHost.StartAsync();
        await using var socket = await TestSocket.ConnectAsync(host.Url, "/world");
        await socket.SendTextAsync(new string(' ', (64 * 1024) + 1));

        (await socket.NextAsync()).ShouldBeOfType<Received.Close>().Code.ShouldBe(1009);
    }

    [Fact]
    public async Task What_one_sends_to_a_peer_arrives_in_order()
    {
        await using var host = await ParleyHost.StartAsync(new()
        {
            ["Parley:World:MessagesPerSecond"] = "1000000",
            ["Parley:World:Burst"] = "1000000",
            ["Parley:Limits:OutboxMessages"] = "20000",
        });
        host.Services.GetRequiredService<WorldCatalog>().Put(WorldText.Map());
        await using var alice = await JoinAsync(host, "alice");
        await using var bob = await JoinAsync(host, "bob");

        var sending = Task.Run(async () =>
        {
            for (var i = 0; i < 5000; i++)
                await alice.SendTextAsync($$$"""{"type":"ICE_CANDIDATE","payload":{"to":"bob","candidate":{"n":{{{i}}} } } }""");
        });
        for (var i = 0; i < 5000; i++) (await bob.TextAsync()).ShouldContain($"{{\"n\":{i} }}");
        await sending;
    }

    private static async Task<TestSocket> JoinAsync(ParleyHost host, string user)
    {
        var socket = await TestSocket.ConnectAsync(host.Url, "/world");
        await socket.SendTextAsync($$$"""{"type":"CONNECT","payload":{"token":"{{{host.WorkspaceToken(user, "acme", "Member")}}}"}}""");
        (await socket.TextAsync()).ShouldContain("CONNECTED");
        await socket.SendTextAsync("""{"type":"JOIN_WORLD","payload":{"world_id":"hq"}}""");
        (await socket.TextAsync()).ShouldContain("WORLD_STATE");
        return socket;
    }
}
