using Parley.Browser.Hosting;
using Parley.EngineIo;

namespace Parley.Browser.SocketIo;

/// <summary>Who is refused is told why, and may try again.</summary>
public sealed class AtTheDoor(Chromium chromium)
{
    [Theory, MemberData(nameof(SocketIoClients.Versions), MemberType = typeof(SocketIoClients))]
    public async Task A_namespace_refuses_with_words_and_data_and_lets_in_who_has_the_token(string version)
    {
        await using var app = await SocketIoApp.StartAsync(server => server.Of("/guarded").Use(static (handshake, _) =>
            new(handshake.AuthText("token") == "good" ? null : new SocketIoRefusal("not with that token", """{"retry":false}"""u8.ToArray()))));
        await using var page = await SocketIoPage.OpenAsync(chromium, version, app);

        var refused = await page.RunAsync("""
            async () => {
              globalThis.socket = io("/guarded", { auth: { token: "bad" } });
              const [error] = await heard(socket, "connect_error");
              return [error instanceof Error, error.message, error.data, socket.connected];
            }
            """);
        var joined = await page.RunAsync("""
            async () => {
              const connected = heard(socket, "connect");
              socket.auth = { token: "good" };
              socket.connect();
              await connected;
              return socket.connected;
            }
            """);

        refused.GetRawText().ShouldBe("""[true,"not with that token",{"retry":false},false]""");
        joined.GetBoolean().ShouldBeTrue();
    }

    [Theory, MemberData(nameof(SocketIoClients.Versions), MemberType = typeof(SocketIoClients))]
    public async Task A_namespace_that_was_not_set_up_is_invalid(string version)
    {
        await using var app = await SocketIoApp.StartAsync();
        await using var page = await SocketIoPage.OpenAsync(chromium, version, app);

        var refused = await page.RunAsync("async () => (await heard(io('/nowhere'), 'connect_error'))[0].message");

        refused.GetString().ShouldBe("Invalid namespace");
    }
}
