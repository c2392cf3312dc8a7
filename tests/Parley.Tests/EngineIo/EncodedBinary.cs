namespace Parley.Tests.EngineIo;

/// <summary>Clients told to keep to Base64 (<c>forceBase64</c>) send binary as text, by WebSocket too.</summary>
public sealed class EncodedBinary
{
    private const string Announced = "451-7[\"keep\",{\"_placeholder\":true,\"num\":0}]";

    [Theory]
    [InlineData("bAQID", "010203")]
    [InlineData("b", "")]
    public async Task It_is_an_attachment_like_any_other(string packet, string bytes)
    {
        var kept = "";
        await using var host = await SocketIoHost.StartAsync(server => server.Main.On("keep", (_, in message) =>
        {
            kept = Convert.ToHexString(message.Attachments[0].Span);
            message.Reply?.Send();
        }));
        using var client = await host.ConnectAsync();
        await client.SendAsync("40");
        await client.ReadAsync();

        await client.SendAsync(Announced);
        await client.SendAsync(packet);

        (await client.ReadAsync()).ShouldBe("437[]");
        kept.ShouldBe(bytes);
    }

    [Fact]
    public async Task What_is_no_Base64_ends_the_session()
    {
        await using var host = await SocketIoHost.StartAsync(server => server.Main.On("keep", static (_, in _) => { }));
        using var client = await host.ConnectAsync();
        await client.SendAsync("40");
        await client.ReadAsync();

        await client.SendAsync(Announced);
        await client.SendAsync("b!");

        (await client.ReadAsync()).ShouldBe("closed");
        await Eventually.Is(() => host.Server.Sessions == 0);
    }
}
