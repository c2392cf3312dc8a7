using System.Globalization;
using Parley.Core.Identity;
using Parley.Core.Resuming;
using Parley.Core.Rooms;
using Parley.Core.Sessions;
using Parley.Core.Storage;
using Parley.Protocols.ChatRoom;
using Parley.RabbitMq;
using Parley.Server.Authentication;
using Parley.WebSockets;

namespace Parley.Server.Endpoints;

/// <summary>
/// <c>/api/chat/realtime/{chatId}</c>: 401 without a valid token, 403 for a foreign page or no active member, 400 where
/// it is no WebSocket request; in this order.
/// </summary>
internal sealed class ChatRoomEndpoint(
    WebSocketEndpoint endpoint, ChatRoomProtocol protocol, TokenVerifier tokens, OriginPolicy origins, IStore store,
    IRooms rooms, ClusterNode? cluster = null)
{
    private static readonly WebSocketLimits Limits = new() { MaxMessageBytes = ChatRoomProtocol.MaxMessageBytes };

    public async Task HandleAsync(HttpContext context, Guid roomId)
    {
        Account? account = null;
        if (await AuthenticateAsync(context) is not { } identity) return;
        try
        {
            account = await FindAccountAsync(roomId, identity.UserId, context.RequestAborted);
        }
        catch (StoreUnavailableException)
        {
            context.Response.Headers.RetryAfter = "5";
            await Refusal.WriteAsync(
                context, StatusCodes.Status503ServiceUnavailable, "Service unavailable",
                "The database does not answer. Try again in a few seconds.");
            return;
        }

        if (account is null)
        {
            await Forbid(context, "You are not an active member of this room. Ask its owner to add you.");
            return;
        }

        string? envelope = context.Request.Query["envelope"];
        if (envelope is not null && !ChatRoomProtocol.IsEnvelope(envelope))
        {
            await Refusal.WriteAsync(
                context, StatusCodes.Status400BadRequest, "Unknown envelope",
                $"envelope: has to be {ChatRoomProtocol.DefaultEnvelope} or {ChatRoomProtocol.SampleEnvelope}.");
            return;
        }

        if (!TryReadResume(context.Request.Query, out var resume))
        {
            await Refusal.WriteAsync(
                context, StatusCodes.Status400BadRequest, "Not to be resumed",
                "seq: has to be the number of the last message that came, from 0 on.");
            return;
        }

        await endpoint.ServeAsync(context, Limits, connection =>
        {
            var session = NewSession(connection, identity, account, roomId, envelope, resume);
            CheckAgain(roomId, identity.UserId);
            return session;
        });
    }

    /// <summary>Here, or wherever the room is.</summary>
    private IMessageHandler NewSession(
        IConnection connection, VerifiedIdentity identity, Account account, Guid roomId, string? envelope, ResumeRequest? resume)
    {
        if (cluster is null) return protocol.NewSession(connection, identity, account, roomId, envelope, resume);
        var opening = new ChatRoomOpening(
            identity.UserId, identity.ExpiresAt, account.Profile, roomId, envelope, resume, protocol.Time.GetUtcNow());
        return cluster.Open(connection, ChatRoomProtocol.Name, CallRoom.Of(roomId), opening.ToBytes());
    }

    /// <summary><c>false</c> when it can't be read; without <c>resume</c> nobody asks.</summary>
    private static bool TryReadResume(IQueryCollection query, out ResumeRequest? resume)
    {
        resume = null;
        if (!query.TryGetValue("resume", out var token)) return true;

        var seen = 0L;
        if (query.TryGetValue("seq", out var seq)
            && !long.TryParse(seq.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out seen))
            return false;

        resume = new ResumeRequest(token.ToString(), seen);
        return true;
    }

    /// <summary>How an active member is shown; <c>null</c> for who is none.</summary>
    private async Task<Account?> FindAccountAsync(Guid roomId, string accountId, CancellationToken cancellationToken) =>
        await store.FindMemberAsync(roomId, accountId, cancellationToken) is { IsActive: true }
            ? new Account(accountId, await store.FindProfileAsync(accountId, cancellationToken))
            : null;

    /// <summary>The identity, or <c>null</c> when the request has been refused.</summary>
    private async Task<VerifiedIdentity?> AuthenticateAsync(HttpContext context)
    {
        var token = TokenSource.ForChatRoom(context.Request, out var fromCookie);
        var result = await tokens.VerifyAsync(token, context.RequestAborted);
        if (result.Token is not { } verified)
        {
            context.Response.Headers.WWWAuthenticate = "Bearer";
            await Refusal.WriteAsync(context, StatusCodes.Status401Unauthorized, "Unauthorized", result.Message);
            return null;
        }

        if (!origins.Allows(context.Request) || (fromCookie && !origins.IsConfigured(context.Request)))
        {
            await Forbid(
                context,
                fromCookie
                    ? "A token in a cookie counts only for pages of the origins in Parley:Origins."
                    : "Pages of this origin may not connect. Add it to Parley:Origins if they should.");
            return null;
        }

        return new VerifiedIdentity(verified.Subject, verified.ExpiresAt);
    }

    /// <summary>
    /// A removal between the check and the joining would have found nobody to close; so whoever has joined is checked
    /// once more, off the connection's own path.
    /// </summary>
    private void CheckAgain(Guid roomId, string accountId) => _ = Task.Run(async () =>
    {
        var active = false;
        try
        {
            active = await store.FindMemberAsync(roomId, accountId, CancellationToken.None) is { IsActive: true };
        }
        catch (StoreUnavailableException)
        {
            // In doubt the membership is not taken for granted: the client reconnects and is checked in full.
        }

        if (!active) rooms.Dispatch(CallRoom.Of(roomId), new EvictAccount(accountId));
    });

    private static Task Forbid(HttpContext context, string detail) =>
        Refusal.WriteAsync(context, StatusCodes.Status403Forbidden, "Forbidden", detail);
}
