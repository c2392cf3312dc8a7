using Microsoft.Extensions.DependencyInjection;
using Parley.EngineIo;
using Parley.Tests.EngineIo;

namespace Parley.Tests.Guests;

/// <summary><c>Parley:GuestCall:Recovery</c> is 0: nothing is kept for those who might come back.</summary>
public sealed class WithoutRecovery
{
    [Fact]
    public async Task The_server_starts_and_gives_nobody_an_id_to_come_back_with()
    {
        await using var host = await ParleyHost.StartAsync(new() { ["Parley:GuestCall:Recovery"] = "0" });
        var (_, token) = await host.Services.GetRequiredService<Parley.Server.Guests.GuestSessions>()
            .BeginAsync("alice", null, null, null, TestContext.Current.CancellationToken);
        using var client = new EngineClient(host.WebSocketUrl);
        await client.ConnectAsync("EIO=4&transport=websocket");
        await client.ReadAsync();

        await client.SendAsync($$"""40{"token":"{{token}}"}""");

        var joined = await client.ReadAsync();
        joined.ShouldStartWith("40{\"sid\":");
        joined.ShouldNotContain("\"pid\"");
        (await client.ReadAsync()).ShouldStartWith("42[\"connection:established\"");
        host.Services.GetRequiredService<SocketIoServer>().Main.Held.ShouldBe((0, 0, 0));
    }
}
