using Parley.Core.Identity;
using Parley.Core.Sessions;
using Parley.Protocols.Direct;
using Parley.RabbitMq;
using Parley.Server.Authentication;
using Parley.WebSockets;

namespace Parley.Server.Endpoints;

/// <summary><c>/direct</c>: a token may come with the request, else with <c>register</c>.</summary>
internal sealed class DirectEndpoint(
    WebSocketEndpoint endpoint, DirectProtocol protocol, TokenVerifier tokens, OriginPolicy origins, ClusterNode? cluster = null)
{
    private static readonly WebSocketLimits Limits = new() { MaxMessageBytes = DirectProtocol.MaxMessageBytes };

    public Task HandleAsync(HttpContext context)
    {
        if (TokenSource.ForDirect(context.Request) is not { } token) return AdmitAsync(context, null);

        // Nearly always the key is at hand: then nothing of this method stays with the connection.
        var result = tokens.Verify(token, out var keysOnTheWay);
        return keysOnTheWay is null ? DecideAsync(context, result) : WaitAsync(context, token);
    }

    private async Task WaitAsync(HttpContext context, string token) =>
        await DecideAsync(context, await tokens.VerifyAsync(token, context.RequestAborted));

    private Task DecideAsync(HttpContext context, TokenResult result)
    {
        if (result.Token is { } verified)
            return AdmitAsync(context, new VerifiedIdentity(verified.Subject, verified.ExpiresAt));

        context.Response.Headers.WWWAuthenticate = "Bearer error=\"invalid_token\"";
        return Refusal.WriteAsync(context, StatusCodes.Status401Unauthorized, "Unauthorized", result.Message);
    }

    private Task AdmitAsync(HttpContext context, VerifiedIdentity? identity) =>
        origins.Allows(context.Request)
            ? endpoint.ServeAsync(context, Limits, connection => NewSession(connection, identity))
            : Refusal.WriteAsync(
                context, StatusCodes.Status403Forbidden, "Origin not allowed",
                "Pages of this origin may not connect. Add it to Parley:Origins if they should.");

    /// <summary>Here, or wherever all sessions are.</summary>
    private IMessageHandler NewSession(IConnection connection, VerifiedIdentity? identity)
    {
        if (cluster is null) return protocol.NewSession(connection, identity);
        var opening = new DirectOpening(identity?.UserId, identity?.ExpiresAt);
        return cluster.Open(connection, DirectProtocol.Name, DirectProtocol.Home, opening.ToBytes());
    }
}
