using Parley.Core.Identity;
using Parley.Core.Sessions;
using Parley.Protocols.Live;
using Parley.RabbitMq;
using Parley.Server.Authentication;
using Parley.WebSockets;

namespace Parley.Server.Endpoints;

/// <summary>
/// <c>/live</c>: the token comes with the request, a user's or one for the room of a zone. 401 without a valid one, 403 for
/// a foreign page.
/// </summary>
internal sealed class LiveEndpoint(
    WebSocketEndpoint endpoint, LiveProtocol protocol, TokenVerifier tokens, LiveProfiles profiles, OriginPolicy origins,
    bool allowAnonymous, ClusterNode? cluster = null)
{
    private static readonly WebSocketLimits Limits = new()
    {
        MaxFrameBytes = LiveProtocol.MaxFrameBytes,
        MaxMessageBytes = LiveProtocol.MaxMessageBytes,
    };

    public async Task HandleAsync(HttpContext context)
    {
        var token = TokenSource.ForDirect(context.Request);
        if (token is null && allowAnonymous)
        {
            await AdmitAsync(context, null, LiveScope.Plain, null);
            return;
        }

        var result = tokens.VerifyFor(TokenIssuer.SfuUse, token, out var keysOnTheWay);
        if (keysOnTheWay is not null)
        {
            await keysOnTheWay.WaitAsync(context.RequestAborted);
            result = tokens.VerifyFor(TokenIssuer.SfuUse, token, out _);
        }

        if (result.Token is not { } verified)
        {
            context.Response.Headers.WWWAuthenticate = token is null ? "Bearer" : "Bearer error=\"invalid_token\"";
            await Refusal.WriteAsync(context, StatusCodes.Status401Unauthorized, "Unauthorized", result.Message);
            return;
        }

        await AdmitAsync(
            context, LiveClaims.IdentityOf(verified), LiveClaims.ScopeOf(verified),
            await profiles.FindAsync(verified, context.RequestAborted));
    }

    private Task AdmitAsync(HttpContext context, VerifiedIdentity? identity, LiveScope scope, LiveProfile? profile) =>
        origins.Allows(context.Request)
            ? endpoint.ServeAsync(context, Limits, connection => NewSession(connection, identity, scope, profile))
            : Refusal.WriteAsync(
                context, StatusCodes.Status403Forbidden, "Origin not allowed",
                "Pages of this origin may not connect. Add it to Parley:Origins if they should.");

    /// <summary>With its rooms here, or wherever they are.</summary>
    private IMessageHandler NewSession(
        IConnection connection, VerifiedIdentity? identity, LiveScope scope, LiveProfile? profile) => protocol.NewSession(
            connection, identity, scope, profile,
            cluster is null ? null : (home, opening) => cluster.Open(connection, LiveProtocol.Name, home, opening.ToBytes()));
}
