using Parley.Core.Identity;
using Parley.Core.Turn;
using Parley.Protocols.Live;
using Parley.Protocols.Live.Whip;
using Parley.Server.Authentication;
using Parley.Server.Endpoints;

namespace Parley.Server.Rest;

/// <summary><c>/whip/{rid}</c> and <c>/whep/{rid}</c>, where sessions begin (RFC 9725, draft-ietf-wish-whep-04).</summary>
internal sealed class WhipEndpoints(
    WhipRooms whip, TokenVerifier tokens, LiveProfiles profiles, TurnCredentials turn, Admission admission)
{
    /// <summary>After which a client may try again, in seconds.</summary>
    private const string RetryAfter = "5";

    public Task<IResult> PublishAsync(HttpContext context, CancellationToken cancellationToken) =>
        BeginAsync(context, async (user, rid, offer) =>
        {
            var reply = await whip.BeginAsync(new WhipAsk(WhipAct.Publish, rid, user, offer), cancellationToken);
            return reply.Refusal is null
                ? Created(context, reply, $"/whip/sessions/{reply.Session!.Id}", StatusCodes.Status201Created, WhipHeaders.Sdp)
                : Refuse(context, reply.Refusal);
        });

    /// <summary>Watches: what the player sends is an offer, or nothing, which asks for the server's.</summary>
    /// <param name="context">The request.</param>
    /// <param name="user">Whose stream: a user id; by default the room's owner.</param>
    /// <param name="session">Which of the user's sessions; by default the first.</param>
    /// <param name="cancellationToken">Gives it up.</param>
    public Task<IResult> WatchAsync(HttpContext context, string? user, string? session, CancellationToken cancellationToken) =>
        BeginAsync(context, async (watcher, rid, offer) =>
        {
            // What the client offers is not needed, as media servers offer here; but that it is an offer is.
            var asked = offer.Length == 0;
            if (!asked && WhipProtocol.FaultOf(offer) is { } fault) return Problems.BadRequest($"The offer {fault}.");
            var reply = await whip.BeginAsync(
                new WhipAsk(WhipAct.Watch, rid, watcher, Publisher: user, Session: session), cancellationToken);
            // A player that sends no offer asks for one, as the drafts before had it.
            return reply.Refusal is null
                ? Created(
                    context, reply, $"/whep/sessions/{reply.Session!.Id}",
                    asked ? StatusCodes.Status201Created : StatusCodes.Status406NotAcceptable,
                    WhipHeaders.OfferUntil(reply.Session.OfferedUntil))
                : Refuse(context, reply.Refusal);
        }, mayBeEmpty: true);

    /// <summary>What can be done here, and for who is signed in by which STUN and TURN servers.</summary>
    public IResult Describe(HttpContext context, Caller caller)
    {
        context.Response.Headers.Allow = string.Join(", ", WhipHeaders.EndpointMethods);
        // Some clients look here whether they may trickle.
        context.Response.Headers.AccessControlAllowMethods =
            string.Join(", ", WhipHeaders.EndpointMethods.Union(WhipHeaders.SessionMethods));
        if (caller.AccountId is { } userId) WhipHeaders.AddIceServers(context.Response, turn, userId);
        return TypedResults.Ok();
    }

    /// <summary>What was not done, as HTTP says it.</summary>
    public static IResult Refuse(HttpContext context, WhipRefusal refusal)
    {
        if (refusal.Code is LiveCode.ServerFailed or LiveCode.UserLeft) context.Response.Headers.RetryAfter = RetryAfter;
        return refusal.Code switch
        {
            LiveCode.RoomNotFound or LiveCode.NotMember or LiveCode.RecipientNotMember => Problems.NotFound(refusal.Message),
            LiveCode.PermissionDenied => Problems.Forbidden(refusal.Message),
            LiveCode.UnsupportedChannel => Problems.Unprocessable(refusal.Message),
            LiveCode.UserLeft or LiveCode.AlreadyPublisher or LiveCode.RoomExists => Problems.Conflict(refusal.Message),
            LiveCode.ServerFailed => Problems.Unavailable(refusal.Message),
            _ => Problems.BadRequest(refusal.Message),
        };
    }

    private async Task<IResult> BeginAsync(
        HttpContext context, Func<WhipUser, string, string, Task<IResult>> begin, bool mayBeEmpty = false)
    {
        // Whoever comes so far is signed in; who has no token is the operator.
        if ((await tokens.VerifyAsync(TokenSource.FromHeader(context.Request), context.RequestAborted)).Token is not { } token)
            return Problems.Forbidden("The admin key is nobody who could be in a room; sign in with a user's token.");
        // Where nothing is sent, there is nothing that had to have a type (RFC 9110, section 8.3).
        var isUntyped = mayBeEmpty && string.IsNullOrEmpty(context.Request.ContentType);
        if (!isUntyped && !context.Request.IsOf(WhipHeaders.Sdp)) return NotSdp();
        if (!admission.TakesMore)
        {
            context.Response.Headers.RetryAfter = RetryAfter;
            return Problems.Unavailable("This server has as many connections as it may (Parley:Limits:Connections), or is shutting down.");
        }

        var (offer, refusal) = await context.Request.ReadTextAsync(context.RequestAborted);
        if (refusal is not null) return refusal;
        if (isUntyped && offer.Length > 0) return NotSdp();
        var rid = PathValue.Last(context);
        return UserIds.IsValid(rid)
            ? await begin(new WhipUser(token.Subject, await profiles.FindAsync(token, context.RequestAborted)), rid, offer)
            : Problems.NotFound("There is no such room.");
    }

    private static Microsoft.AspNetCore.Http.HttpResults.ProblemHttpResult NotSdp() => Problems.WrongType($"The body has to be SDP: send it as {WhipHeaders.Sdp}.");

    private Microsoft.AspNetCore.Http.HttpResults.ContentHttpResult Created(HttpContext context, WhipReply reply, string path, int status, string type)
    {
        var headers = context.Response.Headers;
        headers.Location = context.Request.PathBase + path;
        headers.ETag = WhipHeaders.TagOf(reply.Session!);
        headers.CacheControl = "no-store";
        WhipHeaders.AddIceServers(context.Response, turn, reply.Session!.UserId);
        return TypedResults.Text(reply.Body, type, statusCode: status);
    }
}
