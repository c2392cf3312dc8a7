using Parley.Core.Sessions;
using Parley.WebSockets;

namespace Parley.Server.Endpoints;

/// <summary>What every WebSocket endpoint does once the request may have what it asks for: check, accept, run.</summary>
internal sealed class WebSocketEndpoint(WebSocketServices services, OutboxLimits outboxLimits, Admission admission)
{
    /// <summary>Subprotocol that carries a token beside it, for browsers, which can't set headers.</summary>
    public const string BearerSubprotocol = "bearer";

    /// <remarks>Its own state ends with the upgrade: what stays with an idle connection is the reading loop alone.</remarks>
    public Task ServeAsync(
        HttpContext context, WebSocketLimits limits, Func<IConnection, IMessageHandler> newHandler, OutboxLimits? outbox = null)
    {
        if (!WebSocketUpgrade.IsRequest(context, out var fault))
        {
            context.Response.Headers.SecWebSocketVersion = "13";
            return Refusal.WriteAsync(
                context, StatusCodes.Status400BadRequest, "Not a WebSocket request", $"This address speaks WebSocket: {fault}.");
        }

        if (!admission.TakesMore)
        {
            context.Response.Headers.RetryAfter = "5";
            return Refusal.WriteAsync(
                context, StatusCodes.Status503ServiceUnavailable, "Too many connections",
                "This server has as many connections as it may (Parley:Limits:Connections), or is shutting down. Try another, or later.");
        }

        var accepting = WebSocketUpgrade.AcceptAsync(context, services, limits, outbox ?? outboxLimits, Subprotocol(context));
        return accepting.IsCompletedSuccessfully
            ? Run(accepting.Result, newHandler)
            : AcceptAndRunAsync(accepting, newHandler);
    }

    private static Task Run(WebSocketConnection connection, Func<IConnection, IMessageHandler> newHandler) =>
        connection.RunAsync(newHandler(connection));

    private static async Task AcceptAndRunAsync(
        ValueTask<WebSocketConnection> accepting, Func<IConnection, IMessageHandler> newHandler) =>
        await Run(await accepting, newHandler);

    private static string? Subprotocol(HttpContext context)
    {
        var offered = context.Request.Headers.SecWebSocketProtocol;
        return offered.Count > 0 && offered.ToString().Split(',', StringSplitOptions.TrimEntries)
            .Contains(BearerSubprotocol, StringComparer.OrdinalIgnoreCase) ? BearerSubprotocol : null;
    }
}
