using System.Collections.Concurrent;
using System.Text;
using Parley.Browser.Hosting;
using Parley.EngineIo;

namespace Parley.Browser.SocketIo;

/// <summary>Whatever carries it, what a client sends is what the server gets, and the other way round.</summary>
public sealed class Transports(Chromium chromium)
{
    [Theory, MemberData(nameof(SocketIoClients.OnAnyTransport), MemberType = typeof(SocketIoClients))]
    public async Task The_client_connects_by_them(string version, string transports)
    {
        await using var app = await SocketIoApp.StartAsync();
        await using var page = await SocketIoPage.OpenAsync(chromium, version, app);

        await ConnectAsync(page, transports);

        (page.Polls > 0).ShouldBe(transports.Contains("polling", StringComparison.Ordinal));
        page.WebSockets.ShouldBe(transports.Contains("websocket", StringComparison.Ordinal) ? 1 : 0);
    }

    [Theory, MemberData(nameof(SocketIoClients.OnAnyTransport), MemberType = typeof(SocketIoClients))]
    public async Task Events_are_acknowledged_both_ways(string version, string transports)
    {
        await using var app = await SocketIoApp.StartAsync(server => server.Main
            .On("greet", static (_, in message) => message.Reply?.Send(message.Arguments))
            .On("ask me", static (socket, in message) => _ = AskAsync(socket, message.Arguments.ToArray(), message.Reply!)));
        await using var page = await SocketIoPage.OpenAsync(chromium, version, app);
        await ConnectAsync(page, transports);

        var greeted = await page.RunAsync("""
            () => new Promise(done => socket.emit("greet", "grüß €", { n: [1, null] }, (...args) => done(args)))
            """);
        var answered = await page.RunAsync("""
            () => {
              socket.on("question", (a, b, answer) => answer(a + b, "as said"));
              return new Promise(done => socket.emit("ask me", 20, 22, done));
            }
            """);

        greeted.GetRawText().ShouldBe("""["grüß €",{"n":[1,null]}]""");
        answered.GetString().ShouldBe("""[42,"as said"]""");
    }

    [Theory, MemberData(nameof(SocketIoClients.OnAnyTransport), MemberType = typeof(SocketIoClients))]
    public async Task Binary_goes_both_ways(string version, string transports)
    {
        var got = new ConcurrentQueue<string>();
        await using var app = await SocketIoApp.StartAsync(server => server.Main.On("keep", (socket, in message) =>
        {
            foreach (var attachment in message.Attachments) got.Enqueue(Convert.ToHexString(attachment.Span));
            socket.Emit("kept", message.Arguments, message.Attachments);
            message.Reply?.Send("""{"all":{"_placeholder":true,"num":0}}"""u8, [new byte[] { 0, 1, 0xFE, 0xFF }]);
        }));
        await using var page = await SocketIoPage.OpenAsync(chromium, version, app);
        await ConnectAsync(page, transports);

        var back = await page.RunAsync("""
            async () => {
              const hex = buffer => [...new Uint8Array(buffer)].map(b => b.toString(16).padStart(2, "0")).join("").toUpperCase();
              const kept = heard(socket, "kept");
              const things = { view: Uint8Array.of(1, 2, 3), blob: new Blob(["blob"]) };
              const { all } = await new Promise(done => socket.emit("keep", things, "between", new ArrayBuffer(2), done));
              const [{ view, blob }, between, buffer] = await kept;
              return [all, view, blob, buffer].map(hex).concat(between, all.constructor.name);
            }
            """);

        string[] sent = ["010203", Convert.ToHexString("blob"u8), "0000"];
        got.ShouldBe(sent);
        back.EnumerateArray().Select(e => e.GetString()).ShouldBe(["0001FEFF", .. sent, "between", "ArrayBuffer"]);
    }

    /// <summary>Returns when it is on the last of them.</summary>
    private static async Task ConnectAsync(SocketIoPage page, string transports)
    {
        await page.RunAsync("names => { globalThis.socket = io({ transports: names.split(' ') }); }", transports);
        await page.IsTrueAsync("name => socket.connected && socket.io.engine.transport.name === name", transports.Split(' ')[^1]);
    }

    private static async Task AskAsync(SocketIoSocket socket, byte[] question, SocketIoReply reply)
    {
        var answer = await socket.EmitWithAckAsync("question", question, Eventually.Patience);
        reply.Send(Encoding.UTF8.GetBytes($"\"{Encoding.UTF8.GetString(answer.Json.Span).Replace("\"", "\\\"", StringComparison.Ordinal)}\""));
    }
}
