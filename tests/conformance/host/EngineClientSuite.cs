using System.Text;
using System.Text.Json.Nodes;
using Parley.Core.Messages;
using Parley.EngineIo.Engine;

namespace Parley.Conformance;

/// <summary>The server that engine.io-client's own tests look for on port 3000: greets, sends most things back, and sets cookies.</summary>
internal static class EngineClientSuite
{
    private static readonly byte[] Greeting = "hi"u8.ToArray();
    private static readonly byte[] Text = "пойду спать всем спокойной ночи"u8.ToArray();

    /// <summary>A payload that no Socket.IO server would be content with.</summary>
    public static EngineOptions Options { get; } = new() { PingInterval = TimeSpan.FromMilliseconds(500), MaxPayload = 100 };

    /// <summary>What an application does in front of the server: refuses those with <c>deny</c>, gives newcomers cookies.</summary>
    public static Task GuardAsync(HttpContext context, RequestDelegate next)
    {
        var query = context.Request.Query;
        if (query.ContainsKey("deny"))
        {
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
            return context.Response.WriteAsync("""{"code":4,"message":"Forbidden"}""");
        }

        if (!query.ContainsKey("sid"))
        {
            // Written out, as the client under test knows attributes in this spelling alone.
            context.Response.Headers.SetCookie = new(
            [
                "1=1; Max-Age=86400", "2=2; Path=/; HttpOnly; Secure; SameSite=Strict", "3=3; Max-Age=0",
                $"4=4; Expires={DateTimeOffset.UtcNow:R}",
            ]);
        }

        return next(context);
    }

    public static IEngineHandler Greet(EngineSession session, IHttpContextAccessor requests)
    {
        EngineEcho.Send(session, Greeting);
        return new Handler(session, requests);
    }

    private sealed class Handler(EngineSession session, IHttpContextAccessor requests) : IEngineHandler
    {
        public bool Receive(ReadOnlySpan<byte> message, bool binary) =>
            binary ? session.Send(Frame.Of(FrameOpcode.Binary, message))
            : message.SequenceEqual("give binary"u8) ? session.Send(Frame.Of(FrameOpcode.Binary, [0, 1, 2, 3, 4]))
            : EngineEcho.Send(session, message.SequenceEqual("give utf8"u8) ? Text
                : message.SequenceEqual("sendHeaders"u8) ? Headers()
                : message);

        public void Closed(string reason)
        {
        }

        /// <summary>Those of the POST that is being read, named as Node names them.</summary>
        private byte[] Headers()
        {
            var headers = new JsonObject();
            foreach (var (name, value) in requests.HttpContext!.Request.Headers) headers[name.ToLowerInvariant()] = value.ToString();
            return Encoding.UTF8.GetBytes(headers.ToJsonString());
        }
    }
}
