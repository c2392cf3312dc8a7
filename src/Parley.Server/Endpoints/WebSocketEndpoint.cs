using Parley.Core.Sessions;
using Parley.WebSockets;

namespace Parley.Server.Endpoints;

/// <summary>What every WebSocket endpoint does once the request may have what it asks for: check, accept, run.</summary>
internal sealed class WebSocketEndpoint(WebSocketServices services, OutboxLimits outboxLimits, ConnectionCap cap)
{
    /// <summary>Subprotocol that carries a token beside it, for browsers, which can't set headers.</summary>
    public const string BearerSubprotocol = "bearer";

    public async Task ServeAsync(
        HttpContext context, WebSocketLimits limits, Func<IConnection, IMessageHandler> newHandler, OutboxLimits? outbox = null)
    {
        if (!WebSocketUpgrade.IsRequest(context, out var fault))
        {
            context.Response.Headers.SecWebSocketVersion = "13";
            await Refusal.WriteAsync(context, StatusCodes.Status400BadRequest, "Not a WebSocket request", $"This address speaks WebSocket: {fault}.");
            return;
        }

        using var place = cap.TryEnter();
        if (place is null)
        {
            context.Response.Headers.RetryAfter = "5";
            await Refusal.WriteAsync(
                context, StatusCodes.Status503ServiceUnavailable, "Too many connections",
                "This server has as many connections as it may (Parley:Limits:Connections), or is shutting down. Try another, or later.");
            return;
        }

        var subprotocol = context.Request.Headers.SecWebSocketProtocol.ToString()
            .Split(',', StringSplitOptions.TrimEntries)
            .Contains(BearerSubprotocol, StringComparer.OrdinalIgnoreCase) ? BearerSubprotocol : null;
        var connection = await WebSocketUpgrade.AcceptAsync(context, services, limits, outbox ?? outboxLimits, subprotocol);
        await connection.RunAsync(newHandler(connection));
    }
}
