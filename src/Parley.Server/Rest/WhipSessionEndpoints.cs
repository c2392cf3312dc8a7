using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;
using Parley.Protocols.Live.Whip;
using Parley.Server.Authentication;

namespace Parley.Server.Rest;

/// <summary><c>/whip/sessions/{id}</c> and <c>/whep/sessions/{id}</c>: what is done with a session that has begun.</summary>
internal sealed class WhipSessionEndpoints(WhipRooms whip)
{
    public async Task<IResult> GetAsync(HttpContext context, string id, Caller caller, CancellationToken cancellationToken)
    {
        var (_, refusal) = await FindAsync(context, id, caller, cancellationToken);
        return refusal ?? TypedResults.NoContent();
    }

    public async Task<IResult> DeleteAsync(HttpContext context, string id, Caller caller, CancellationToken cancellationToken)
    {
        var (_, refusal) = await FindAsync(context, id, caller, cancellationToken);
        if (refusal is not null) return refusal;
        var ended = await whip.AskAsync(WhipAct.End, id, caller.AccountId!, "", cancellationToken);
        return ended.Refusal is null ? TypedResults.Ok() : WhipEndpoints.Refuse(context, ended.Refusal);
    }

    public async Task<IResult> PatchAsync(HttpContext context, string id, Caller caller, CancellationToken cancellationToken)
    {
        var (session, none) = await FindAsync(context, id, caller, cancellationToken);
        if (session is null) return none!;
        var answers = session.Watches && context.Request.IsOf(WhipHeaders.Sdp);
        if (!answers && !context.Request.IsOf(WhipHeaders.Fragment))
        {
            var taken = session.Watches ? $"{WhipHeaders.Sdp}, {WhipHeaders.Fragment}" : WhipHeaders.Fragment;
            context.Response.Headers["Accept-Patch"] = taken;
            return Problems.WrongType($"The body has to be one of {taken}.");
        }

        if (!answers && PreconditionOf(context.Request, session) is { } unmet) return unmet;
        var (text, refusal) = await context.Request.ReadTextAsync(cancellationToken);
        if (refusal is not null) return refusal;

        var reply = await whip.AskAsync(answers ? WhipAct.Answer : WhipAct.Patch, id, caller.AccountId!, text, cancellationToken);
        return reply.Refusal is not null ? WhipEndpoints.Refuse(context, reply.Refusal)
            : reply.Body.Length == 0 ? TypedResults.NoContent()
            : Restarted(context, reply);
    }

    /// <summary>Candidates belong to one ICE session, and which that is, <c>If-Match</c> says (RFC 9725, section 4.3.1).</summary>
    private static ProblemHttpResult? PreconditionOf(HttpRequest request, WhipStanding session)
    {
        // Some clients repeat the server's ETag instead (npm's @eyevinn/whip-web-client): it says the same, and is held to it.
        var tags = request.Headers.IfMatch is { Count: > 0 } ifMatch ? ifMatch : request.Headers.ETag;
        if (tags.Count == 0) return Problems.PreconditionRequired("Say with If-Match to which ICE session this belongs: its ETag, or * to restart.");
        if (!EntityTagHeaderValue.TryParseStrictList(tags.ToArray()!, out var given)) return Problems.BadRequest("If-Match is no list of entity tags.");
        // The examples of the RFC have "*" in quotes.
        return given.Any(t => t.Tag == "*" || t.Tag == "\"*\"" || (!t.IsWeak && t.Tag == WhipHeaders.TagOf(session)))
            ? null
            : Problems.PreconditionFailed("This belongs to an ICE session that has been restarted since.");
    }

    private static ContentHttpResult Restarted(HttpContext context, WhipReply reply)
    {
        context.Response.Headers.ETag = WhipHeaders.TagOf(reply.Session!);
        context.Response.Headers.CacheControl = "no-store";
        return TypedResults.Text(reply.Body, WhipHeaders.Fragment);
    }

    private static ProblemHttpResult Gone() => Problems.NotFound("There is no such session, or it has ended.");

    /// <summary>One's own only, and of the protocol whose path it is; or why there is none.</summary>
    private async Task<(WhipStanding? Session, IResult? Refusal)> FindAsync(
        HttpContext context, string id, Caller caller, CancellationToken cancellationToken)
    {
        if (caller.AccountId is not { } userId) return (null, Gone());
        var found = await whip.AskAsync(WhipAct.Find, id, userId, "", cancellationToken);
        if (found.Refusal is { } refusal) return (null, WhipEndpoints.Refuse(context, refusal));
        var watches = context.Request.Path.StartsWithSegments("/whep", StringComparison.Ordinal);
        return found.Session!.Watches == watches ? (found.Session, null) : (null, Gone());
    }
}
