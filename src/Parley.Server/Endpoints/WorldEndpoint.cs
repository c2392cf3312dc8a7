using Parley.Protocols.World;
using Parley.WebSockets;

namespace Parley.Server.Endpoints;

/// <summary><c>/world</c>: whoever comes says with <c>CONNECT</c> who it is.</summary>
internal sealed class WorldEndpoint(WebSocketEndpoint endpoint, WorldProtocol protocol, OriginPolicy origins)
{
    private static readonly WebSocketLimits Limits = new() { MaxMessageBytes = WorldProtocol.MaxMessageBytes };

    public Task HandleAsync(HttpContext context) => origins.Allows(context.Request)
        ? ServeAsync(context, SfuUrlFor(context.Request))
        : Refusal.WriteAsync(
            context, StatusCodes.Status403Forbidden, "Origin not allowed",
            "Pages of this origin may not connect. Add it to Parley:Origins if they should.");

    /// <summary>Not in the method above: what is captured would be kept for as long as the connection.</summary>
    private Task ServeAsync(HttpContext context, string sfuUrl) =>
        endpoint.ServeAsync(context, Limits, connection => protocol.NewSession(connection, sfuUrl));

    /// <summary>This server's own media endpoint, under the name that the client has for it.</summary>
    private static string SfuUrlFor(HttpRequest request) => $"{(request.IsHttps ? "wss" : "ws")}://{request.Host}/live";
}
