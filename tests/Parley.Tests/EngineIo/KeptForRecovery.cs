using Parley.EngineIo;
using Parley.Tests.Wire;

namespace Parley.Tests.EngineIo;

/// <summary>What is kept for clients that may come back is kept for as long as it says, and no longer.</summary>
public sealed class KeptForRecovery
{
    [Fact]
    public async Task It_is_forgotten_in_time_also_where_nothing_happens_any_more()
    {
        var time = new ManualTimeProvider();
        await using var host = await SocketIoHost.StartAsync(
            configure: options => options.Recovery = new RecoveryOptions { MaxDisconnection = TimeSpan.FromSeconds(30) }, time: time);
        var client = await SocketIoConnection.ConnectAsync(host.Http.BaseAddress!, "");
        host.Server.Main.All.Emit("secret");
        client.Drop();
        await Eventually.Is(() => host.Server.Main.Count == 0);
        time.Advance(TimeSpan.FromSeconds(29));
        host.Server.Main.Held.ShouldBe((0, 1, 1));

        time.Advance(TimeSpan.FromSeconds(2));

        await Eventually.Is(() => host.Server.Main.Held == (0, 0, 0));
    }

    [Theory]
    [InlineData(3, 1 << 20)]
    [InlineData(1000, 3 * 25)]
    public async Task Packets_beyond_MaxPackets_or_MaxBytes_are_forgotten_oldest_first(int maxPackets, int maxBytes)
    {
        await using var host = await StartAsync(new RecoveryOptions { MaxPackets = maxPackets, MaxBytes = maxBytes });

        for (var i = 0; i < 10; i++) host.Server.Main.All.Emit("some");

        host.Server.Main.Held.Packets.ShouldBeInRange(2, 3);
    }

    [Fact]
    public async Task Clients_beyond_MaxAway_are_forgotten_oldest_first_and_are_other_sockets_when_they_come_back()
    {
        await using var host = await StartAsync(new RecoveryOptions { MaxAway = 2 });
        var clients = new List<SocketIoConnection>();
        for (var i = 0; i < 3; i++) clients.Add(await SocketIoConnection.ConnectAsync(host.Http.BaseAddress!, ""));
        host.Server.Main.All.Emit("some", "\"thing\""u8);
        foreach (var client in clients)
        {
            await client.NextAsync("some");
            var left = host.Server.Main.Count - 1;
            client.Drop();
            await Eventually.Is(() => host.Server.Main.Count == left);
        }

        host.Server.Main.Held.Away.ShouldBe(2);
        var ids = new List<string?>();
        foreach (var client in clients)
            ids.Add((await SocketIoConnection.ConnectAsync(host.Http.BaseAddress!, client.AuthToRecover(""))).Id);
        ids[0].ShouldNotBe(clients[0].Id);
        ids[1..].ShouldBe(clients[1..].Select(c => c.Id));
    }

    private static Task<SocketIoHost> StartAsync(RecoveryOptions recovery) =>
        SocketIoHost.StartAsync(configure: options => options.Recovery = recovery);
}
