using System.Text;
using System.Text.Json.Nodes;
using Parley.EngineIo;

namespace Parley.Conformance;

/// <summary>
/// The server that socket.io-client's own tests look for on port 3210. What only browsers ask of it, to send Blobs and to get
/// Base64, is left out.
/// </summary>
internal static class SocketClientSuite
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>Opening takes a moment, so that a client's timeout of 0 ms is over first.</summary>
    public static Task HoldUpAsync(HttpContext context, RequestDelegate next) =>
        context.Request.Query.ContainsKey("sid") ? next(context)
            : Task.Delay(TimeSpan.FromMilliseconds(10)).ContinueWith(_ => next(context), TaskScheduler.Default).Unwrap();

    public static void Configure(SocketIoOptions options)
    {
        options.Engine.PingInterval = TimeSpan.FromSeconds(2);
        options.Recovery = new RecoveryOptions();
    }

    public static void SetUp(SocketIoServer server)
    {
        foreach (var name in (string[])["/timeout_socket", "/valid", "/asd"]) server.Of(name);
        server.Of("/foo").On("getId", ReplyId);
        server.Of("/abc").OnConnect(socket => socket.Emit("handshake", Handshake(socket)));
        server.Of("/no").Use(static (_, _) => new(new SocketIoRefusal("Auth failed (custom namespace)")));
        server.Main
            .Use(static (handshake, _) => new(handshake.Query.TryGetValue("fail", out var fail) && fail != ""
                ? new SocketIoRefusal("Auth failed (main namespace)")
                : null))
            .On("hi", static (socket, in _) => socket.Emit("hi"))
            .On("echo", static (_, in message) => message.Reply?.Send(message.Arguments, message.Attachments))
            .On("false", static (socket, in _) => socket.Emit("false", "false"u8))
            .On("getId", ReplyId)
            .On("getHandshake", static (socket, in message) => message.Reply?.Send(Handshake(socket)))
            .On("ack", static (socket, in message) => _ = AskAsync(socket))
            .On("getAckDate", static (_, in message) => message.Reply?.Send(Json(DateTime.UtcNow)))
            .On("getDate", static (socket, in _) => socket.Emit("takeDate", Json(DateTime.UtcNow)))
            .On("getDateObj", static (socket, in _) => socket.Emit("takeDateObj", Json(new JsonObject { ["date"] = DateTime.UtcNow })))
            .On("getUtf8", static (socket, in _) => EmitTexts(socket))
            .On("doge", static (socket, in _) =>
                socket.Emit("doge", """{"_placeholder":true,"num":0}"""u8, ["asdfasdf"u8.ToArray()]))
            .On("buffa", static (socket, in message) =>
            {
                if (IsBinary(message, Argument(message))) socket.Emit("buffack");
            })
            .On("jsonbuff", static (socket, in message) =>
            {
                var argument = Argument(message)!;
                if ((string?)argument["hello"] == "lol" && (string?)argument["goodbye"] == "gotcha"
                    && IsBinary(message, argument["message"])) socket.Emit("jsonbuff-ack");
            })
            .On("abuff1", static (socket, in message) => socket.Data = IsBinary(message, Argument(message)))
            .On("abuff2", static (socket, in _) =>
            {
                if (socket.Data is true) socket.Emit("abuff2-ack");
            });
    }

    private static void ReplyId(SocketIoSocket socket, in SocketIoEvent message) => message.Reply?.Send(Json(socket.Id));

    /// <summary>In all lengths that UTF-8 has below a surrogate pair, and as they are: nothing escaped.</summary>
    private static void EmitTexts(SocketIoSocket socket)
    {
        socket.Emit("takeUtf8", "\"てすと\""u8);
        socket.Emit("takeUtf8", "\"Я Б Г Д Ж Й\""u8);
        socket.Emit("takeUtf8", "\"Ä ä Ü ü ß\""u8);
        socket.Emit("takeUtf8", "\"utf8 — string\""u8);
        socket.Emit("takeUtf8", "\"utf8 — string\""u8);
    }

    private static async Task AskAsync(SocketIoSocket socket)
    {
        try
        {
            var answer = JsonNode.Parse((await socket.EmitWithAckAsync("ack", default, Patience)).Json.Span)!;
            if ((int)answer[0]! == 5 && (bool)answer[1]!["test"]!) socket.Emit("got it");
        }
        catch (Exception gone) when (gone is InvalidOperationException or TimeoutException)
        {
            // Some of the tests never answer.
        }
    }

    private static byte[] Handshake(SocketIoSocket socket)
    {
        var (query, auth) = (new JsonObject(), socket.Handshake.Auth);
        foreach (var (name, value) in socket.Handshake.Query) query[name] = value.ToString();
        return Json(new JsonObject { ["query"] = query, ["auth"] = auth.IsEmpty ? new JsonObject() : JsonNode.Parse(auth.Span) });
    }

    private static JsonNode? Argument(in SocketIoEvent message) =>
        message.TryGetArgument(0, out var json) ? JsonNode.Parse(json) : null;

    private static bool IsBinary(in SocketIoEvent message, JsonNode? value) =>
        (bool?)value?["_placeholder"] == true && message.Attachments[(int)value["num"]!].Length > 0;

    private static byte[] Json(JsonNode value) => Encoding.UTF8.GetBytes(value.ToJsonString());
}
