using Parley.Core.Messages;
using Parley.Core.Time;
using Parley.EngineIo;
using Parley.EngineIo.Engine;
using Parley.WebSockets;

namespace Parley.Conformance;

/// <summary>Engine.IO by itself, which sends everything back.</summary>
internal static class EngineEcho
{
    public static void MapEngineEcho(this WebApplication app, string path)
    {
        var options = new SocketIoOptions();
        Suites.Configure("engine", options);
        var server = new EngineServer(
            options.Engine, TimeProvider.System, app.Services.GetRequiredService<Clock>(),
            app.Services.GetRequiredService<WebSocketServices>(), static (session, _) => new Echo(session));
        app.Map(path + "/{**rest}", server.HandleAsync);
    }

    private sealed class Echo(EngineSession session) : IEngineHandler
    {
        public bool Receive(ReadOnlySpan<byte> message, bool binary)
        {
            if (binary) return session.Send(Frame.Of(FrameOpcode.Binary, message));
            var frame = Frame.Allocate(FrameOpcode.Text, message.Length + 1, out var body);
            body[0] = (byte)'4';
            message.CopyTo(body[1..]);
            return session.Send(frame);
        }

        public void Closed(string reason)
        {
        }
    }
}
