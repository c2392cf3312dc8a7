using Parley.Core.Messages;
using Parley.Core.Time;
using Parley.EngineIo.Engine;
using Parley.WebSockets;

namespace Parley.Conformance;

/// <summary>Engine.IO by itself, which sends everything back.</summary>
internal static class EngineEcho
{
    public static void MapEngine(
        this WebApplication app, string path, EngineOptions options, Func<EngineSession, IEngineHandler> newHandler)
    {
        var server = new EngineServer(
            options, TimeProvider.System, app.Services.GetRequiredService<Clock>(),
            app.Services.GetRequiredService<WebSocketServices>(), (session, _) => newHandler(session));
        app.Map(path + "/{**rest}", server.HandleAsync);
    }

    public static IEngineHandler New(EngineSession session) => new Handler(session);

    public static bool Send(EngineSession session, ReadOnlySpan<byte> text)
    {
        var frame = Frame.Allocate(FrameOpcode.Text, text.Length + 1, out var body);
        body[0] = (byte)'4';
        text.CopyTo(body[1..]);
        return session.Send(frame);
    }

    private sealed class Handler(EngineSession session) : IEngineHandler
    {
        public bool Receive(ReadOnlySpan<byte> message, bool binary) =>
            binary ? session.Send(Frame.Of(FrameOpcode.Binary, message)) : Send(session, message);

        public void Closed(string reason)
        {
        }
    }
}
