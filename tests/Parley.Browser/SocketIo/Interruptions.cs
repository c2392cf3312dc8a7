using System.Text.Json;
using Parley.Browser.Hosting;
using Parley.EngineIo;

namespace Parley.Browser.SocketIo;

/// <summary>The server cuts a client off, and it comes back by itself.</summary>
public sealed class Interruptions(Chromium chromium)
{
    /// <summary>Connects, is given an event, is cut off; gives what there was to see once it is back and has had an answer.</summary>
    private const string IsCutOff = """
        async names => {
          const socket = io({ transports: names.split(" "), reconnectionDelay: 200, reconnectionDelayMax: 200 });
          const news = [];
          socket.on("news", number => news.push(number));
          await heard(socket, "connect");
          const before = socket.id;
          const first = heard(socket, "news");
          socket.emit("begin");
          await first;

          const reasons = heard(socket, "disconnect");
          const back = heard(socket, "connect");
          socket.emit("cut me off");
          const [reason] = await reasons;
          await back;
          await new Promise(done => socket.emit("answer", done));
          return { reason, same: socket.id === before, recovered: socket.recovered ?? null, news };
        }
        """;

    [Theory, MemberData(nameof(SocketIoClients.OnAnyTransport), MemberType = typeof(SocketIoClients))]
    public async Task It_comes_back_as_a_new_one(string version, string transports)
    {
        var seen = await CutOffAsync(version, transports, recovery: null);

        seen.GetProperty("reason").GetString().ShouldBe("transport close");
        seen.GetProperty("same").GetBoolean().ShouldBeFalse();
        Numbers(seen).ShouldBe([0]);
    }

    [Theory, MemberData(nameof(SocketIoClients.OnAnyTransport), MemberType = typeof(SocketIoClients))]
    public async Task Where_there_is_recovery_a_client_that_knows_it_is_the_same_and_gets_what_it_missed(string version, string transports)
    {
        var seen = await CutOffAsync(version, transports, new RecoveryOptions());

        var knows = version == "4.8";
        seen.GetProperty("reason").GetString().ShouldBe("transport close");
        seen.GetProperty("same").GetBoolean().ShouldBe(knows);
        seen.GetProperty("recovered").ValueKind.ShouldBe(knows ? JsonValueKind.True : JsonValueKind.Null);
        Numbers(seen).ShouldBe(knows ? [0, 1, 2, 3] : [0]);
    }

    /// <summary>While the client is away there is news for all.</summary>
    private async Task<JsonElement> CutOffAsync(string version, string transports, RecoveryOptions? recovery)
    {
        await using var app = await SocketIoApp.StartAsync(
            server => server.Main
                .On("begin", static (socket, in _) => socket.Emit("news", "0"u8))
                .On("cut me off", static (socket, in _) => socket.Close())
                .On("answer", static (_, in message) => message.Reply?.Send())
                .OnDisconnect((_, _) =>
                {
                    server.Main.All.Emit("news", "1"u8);
                    server.Main.All.Emit("news", "2"u8);
                    server.Main.All.Emit("news", "3"u8);
                }),
            options => options.Recovery = recovery);
        await using var page = await SocketIoPage.OpenAsync(chromium, version, app);
        return await page.RunAsync(IsCutOff, transports);
    }

    private static int[] Numbers(JsonElement seen) => [.. seen.GetProperty("news").EnumerateArray().Select(n => n.GetInt32())];
}
