using Parley.EngineIo;
using Parley.Server.Guests;

namespace Parley.Server.Endpoints;

/// <summary>
/// Where each protocol is spoken. In front of everything else: a WebSocket keeps what its request went through for as
/// long as it lives, and routing, authentication and error pages would cost each idle connection a tenth of its memory.
/// </summary>
internal static class ProtocolRoutes
{
    private static readonly string[] ChatRoomPrefixes =
        ["/api/chat/realtime/", "/sphere/chat/realtime/", "/sphere/api/chat/realtime/"];

    public static void UseProtocols(this WebApplication app)
    {
        var direct = app.Services.GetRequiredService<DirectEndpoint>();
        var chatRoom = app.Services.GetRequiredService<ChatRoomEndpoint>();
        var world = app.Services.GetRequiredService<WorldEndpoint>();
        var live = app.Services.GetRequiredService<LiveEndpoint>();
        var socketIo = app.Services.GetRequiredService<SocketIoServer>();
        app.Services.GetRequiredService<GuestNamespace>().SetUp();
        var echo = app.Environment.IsDevelopment() ? app.Services.GetRequiredService<EchoEndpoint>() : null;

        app.Use(next => context =>
        {
            var path = context.Request.Path;
            if (path.StartsWithSegments("/socket.io", StringComparison.Ordinal)) return socketIo.HandleAsync(context);
            if (!HttpMethods.IsGet(context.Request.Method)) return next(context);
            if (path == "/direct") return direct.HandleAsync(context);
            if (path == "/world") return world.HandleAsync(context);
            if (path == "/live") return live.HandleAsync(context);
            if (IsChatRoom(path, out var roomId)) return chatRoom.HandleAsync(context, roomId);
            return echo is not null && path == "/echo" ? echo.HandleAsync(context) : next(context);
        });
    }

    private static bool IsChatRoom(PathString path, out Guid roomId)
    {
        roomId = default;
        foreach (var prefix in ChatRoomPrefixes)
        {
            if (path.Value!.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))
                return Guid.TryParseExact(path.Value.AsSpan(prefix.Length), "D", out roomId);
        }

        return false;
    }
}
