using System.Text;
using System.Text.Json.Nodes;
using Parley.EngineIo;

namespace Parley.Conformance;

/// <summary>What the suites expect of their server.</summary>
internal static class Suites
{
    public static void Configure(string suite, SocketIoOptions options)
    {
        var engine = options.Engine;
        engine.Origins.Add("*");
        engine.MaxPayload = 1_000_000;
        if (suite == "recovery") options.Recovery = new RecoveryOptions();
        if (suite == "socket-client")
        {
            SocketClientSuite.Configure(options);
            return;
        }

        engine.PingInterval = TimeSpan.FromMilliseconds(300);
        engine.PingTimeout = TimeSpan.FromMilliseconds(200);
        options.ConnectTimeout = TimeSpan.FromSeconds(1);
    }

    public static void SetUp(SocketIoServer server)
    {
        foreach (var name in new[] { "/", "/custom" })
        {
            server.Of(name)
                .OnConnect(socket => socket.Emit("auth", socket.Handshake.Auth.IsEmpty ? "{}"u8 : socket.Handshake.Auth.Span))
                .On("message", static (socket, in message) => socket.Emit("message-back", message.Arguments, message.Attachments))
                .On("message-with-ack", static (_, in message) => message.Reply?.Send(message.Arguments, message.Attachments))
                .On("join", static (socket, in message) =>
                {
                    socket.Join(Text(message, 0));
                    message.Reply?.Send();
                })
                .On("to-room", static (socket, in message) =>
                {
                    message.TryGetArgument(1, out var argument);
                    socket.To(Text(message, 0)).Emit("from-room", argument);
                })
                .On("ask-me", static (socket, in message) =>
                {
                    message.TryGetArgument(0, out var question);
                    _ = AskAsync(socket, question.ToArray(), message.Reply!);
                })
                .On("drop-me", static (socket, in _) => socket.Close())
                .On("leave-me", static (socket, in _) => socket.Disconnect());
        }

        server.Of("/guarded").Use(static (handshake, _) =>
        {
            var token = handshake.AuthText("token");
            return new(token == "good" ? null : new SocketIoRefusal(
                "not with that token", Encoding.UTF8.GetBytes(new JsonObject { ["token"] = token }.ToJsonString())));
        });
    }

    private static string Text(in SocketIoEvent message, int index)
    {
        message.TryGetArgument(index, out var json);
        return JsonNode.Parse(json)!.GetValue<string>();
    }

    private static async Task AskAsync(SocketIoSocket socket, byte[] question, SocketIoReply reply)
    {
        var answer = await socket.EmitWithAckAsync("question", question, TimeSpan.FromSeconds(2));
        var json = Encoding.UTF8.GetString(answer.Json.Span);
        reply.Send(Encoding.UTF8.GetBytes(json[1..^1]));
    }
}
