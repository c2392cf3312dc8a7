namespace Parley.Server.Endpoints;

/// <summary>Where each protocol is spoken.</summary>
internal static class ProtocolRoutes
{
    private static readonly string[] ChatRoomPrefixes =
        ["/api/chat/realtime", "/sphere/chat/realtime", "/sphere/api/chat/realtime"];

    public static void MapProtocols(this WebApplication app)
    {
        var direct = app.Services.GetRequiredService<DirectEndpoint>();
        app.MapGet("/direct", (RequestDelegate)direct.HandleAsync).ExcludeFromDescription();

        var chatRoom = app.Services.GetRequiredService<ChatRoomEndpoint>();
        foreach (var prefix in ChatRoomPrefixes)
            app.MapGet($"{prefix}/{{chatId:guid}}", (RequestDelegate)chatRoom.HandleAsync).ExcludeFromDescription();

        if (app.Environment.IsDevelopment())
        {
            var echo = app.Services.GetRequiredService<EchoEndpoint>();
            app.MapGet("/echo", (RequestDelegate)echo.HandleAsync).ExcludeFromDescription();
        }
    }
}
