using Parley.Core.Identity;
using Parley.Protocols.Direct;
using Parley.Server.Authentication;
using Parley.WebSockets;

namespace Parley.Server.Endpoints;

/// <summary><c>/direct</c>: a token may come with the request, else with <c>register</c>.</summary>
internal sealed class DirectEndpoint(
    WebSocketEndpoint endpoint, DirectProtocol protocol, TokenVerifier tokens, OriginPolicy origins)
{
    private static readonly WebSocketLimits Limits = new() { MaxMessageBytes = DirectProtocol.MaxMessageBytes };

    public async Task HandleAsync(HttpContext context)
    {
        VerifiedIdentity? identity = null;
        if (TokenSource.ForDirect(context.Request) is { } token)
        {
            var result = await tokens.VerifyAsync(token, context.RequestAborted);
            if (result.Token is not { } verified)
            {
                context.Response.Headers.WWWAuthenticate = "Bearer error=\"invalid_token\"";
                await Refusal.WriteAsync(context, StatusCodes.Status401Unauthorized, "Unauthorized", result.Message);
                return;
            }

            identity = new VerifiedIdentity(verified.Subject, verified.ExpiresAt);
        }

        if (!origins.Allows(context.Request))
        {
            await Refusal.WriteAsync(
                context, StatusCodes.Status403Forbidden, "Origin not allowed",
                "Pages of this origin may not connect. Add it to Parley:Origins if they should.");
            return;
        }

        await endpoint.ServeAsync(context, Limits, connection => protocol.NewSession(connection, identity));
    }
}
