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
            configure: options =>
            {
                options.Engine.PingInterval = TimeSpan.FromMinutes(10);
                options.Recovery = new RecoveryOptions { MaxDisconnection = TimeSpan.FromSeconds(30) };
            },
            time: time);
        var client = await SocketIoConnection.ConnectAsync(host.Http.BaseAddress!, "");
        host.Server.Main.All.Emit("secret");
        client.Drop();
        await Eventually.Is(() => host.Server.Main.Count == 0);
        time.Advance(TimeSpan.FromSeconds(29));
        host.Server.Main.Held.ShouldBe((0, 1, 1));

        time.Advance(TimeSpan.FromSeconds(2));

        await Eventually.Is(() => host.Server.Main.Held == (0, 0, 0));
    }
}
