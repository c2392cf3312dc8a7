using System.Text;
using Microsoft.AspNetCore.Http;
using Parley.Core.Messages;
using Parley.Core.Time;
using Parley.EngineIo.Engine;

namespace Parley.Tests.EngineIo.Engine;

public sealed class EngineServerTests
{
    [Fact]
    public async Task What_a_handler_sends_at_once_comes_after_the_handshake()
    {
        var time = new ManualTimeProvider();
        var server = new EngineServer(new EngineOptions(), time, new Clock(time), null!, static (session, _) =>
        {
            session.Send(Frame.Of(FrameOpcode.Text, "4hi"u8));
            return new Silent();
        });

        var answer = await PollAsync(server);

        answer.ShouldStartWith("0{");
        answer.ShouldEndWith("}\u001e4hi");
    }

    private static async Task<string> PollAsync(EngineServer server)
    {
        using var body = new MemoryStream();
        var context = new DefaultHttpContext();
        context.Request.Method = HttpMethods.Get;
        context.Request.QueryString = new QueryString("?EIO=4&transport=polling");
        context.Response.Body = body;
        await server.HandleAsync(context);
        return Encoding.UTF8.GetString(body.ToArray());
    }

    private sealed class Silent : IEngineHandler
    {
        public bool Receive(ReadOnlySpan<byte> message, bool binary) => true;

        public void Closed(string reason)
        {
        }
    }
}
