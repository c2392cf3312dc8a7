using Parley.Protocols.World;
using Parley.WebSockets;

namespace Parley.Server.Endpoints;

/// <summary><c>/world</c>: whoever comes says with <c>CONNECT</c> who it is.</summary>
internal sealed class WorldEndpoint(WebSocketEndpoint endpoint, WorldProtocol protocol, OriginPolicy origins)
{
    private static readonly WebSocketLimits Limits = new() { MaxMessageBytes = WorldProtocol.MaxMessageBytes };

    public Task HandleAsync(HttpContext context) => origins.Allows(context.Request)
        ? endpoint.ServeAsync(context, Limits, protocol.NewSession)
        : Refusal.WriteAsync(
            context, StatusCodes.Status403Forbidden, "Origin not allowed",
            "Pages of this origin may not connect. Add it to Parley:Origins if they should.");
}
