using Microsoft.AspNetCore.Http.HttpResults;
using Parley.Core.Storage;
using Parley.Core.Turn;
using Parley.Server.Authentication;
using Parley.Server.Guests;

namespace Parley.Server.Rest;

/// <summary><c>/api/guest</c>: sessions of people without an account.</summary>
internal sealed class GuestEndpoints(GuestSessions sessions, TurnCredentials turn)
{
    private const int MostOfLocation = 100;
    private const int MostOfGender = 32;
    private const int MostOfLanguage = 35;

    private const string Closed =
        "This server takes no guests: it has no key of its own to sign their tokens with (Parley:Auth:SymmetricKey).";

    public async Task<IResult> BeginAsync(NewGuestRequest? request, HttpResponse response, CancellationToken cancellationToken)
    {
        if (!sessions.AreOpen) return Problems.NotImplemented(Closed);

        request ??= new NewGuestRequest();
        var faults = new FieldFaults()
            .Check("username", request.Username is null || GuestNames.IsValid(request.Username), GuestNames.Rule)
            .OptionalLine("location", request.Location, MostOfLocation)
            .OptionalLine("gender", request.Gender, MostOfGender)
            .OptionalLine("language", request.Language, MostOfLanguage);
        if (faults.Result is { } refusal) return refusal;

        var (guest, token) = await sessions.BeginAsync(
            request.Username ?? GuestNames.MakeUp(), request.Location, request.Gender, request.Language, cancellationToken);
        response.Headers.CacheControl = "no-store";
        return TypedResults.Created(
            $"{GuestPaths.Guests}/{guest.SessionId}",
            Answer("Guest session created", new GuestSessionData(token, GuestBody.Of(guest))));
    }

    public static Ok<GuestAnswer<GuestNameData>> SuggestName(HttpResponse response)
    {
        response.Headers.CacheControl = "no-store";
        return TypedResults.Ok(Answer("A name you could take", new GuestNameData(GuestNames.MakeUp())));
    }

    public async Task<IResult> GetMeAsync(HttpContext context, CancellationToken cancellationToken)
    {
        var (guest, refusal) = await sessions.UseAsync(TokenSource.FromHeader(context.Request), cancellationToken);
        return guest is null ? Refuse(context, refusal) : Show(context, "Guest session found", guest);
    }

    /// <summary>For a guest's calls: an account, which the other endpoint for these wants, is what a guest has not.</summary>
    public async Task<IResult> GetIceServersAsync(HttpContext context, CancellationToken cancellationToken)
    {
        var (guest, refusal) = await sessions.UseAsync(TokenSource.FromHeader(context.Request), cancellationToken);
        if (guest is null) return Refuse(context, refusal);

        context.Response.Headers.CacheControl = "no-store";
        return TypedResults.Ok(Answer("STUN and TURN servers", new GuestIceServersData(turn.For(guest.UserId))));
    }

    public async Task<IResult> GetAsync(string sessionId, HttpContext context, CancellationToken cancellationToken) =>
        Guid.TryParseExact(sessionId, "D", out var id) && await sessions.FindAsync(id, cancellationToken) is { } guest
            ? Show(context, "Guest session found", guest)
            : Problems.NotFound(GuestRefusals.NoSession);

    public async Task<IResult> SetLocationAsync(
        GuestLocationRequest request, HttpContext context, CancellationToken cancellationToken)
    {
        var (guest, refusal) = await sessions.UseAsync(TokenSource.FromHeader(context.Request), cancellationToken);
        if (guest is null) return Refuse(context, refusal);
        if (new FieldFaults().Line("location", request.Location, MostOfLocation).Result is { } fault) return fault;

        return await sessions.SetLocationAsync(guest.SessionId, request.Location, cancellationToken) is { } changed
            ? Show(context, "Location updated", changed)
            : Refuse(context, GuestRefusals.NoSession);
    }

    private static ProblemHttpResult Refuse(HttpContext context, string refusal)
    {
        context.Response.Headers.WWWAuthenticate = refusal == GuestRefusals.NoToken ? "Bearer" : "Bearer error=\"invalid_token\"";
        return Problems.Unauthorized(refusal);
    }

    private static Ok<GuestAnswer<GuestData>> Show(HttpContext context, string message, GuestRecord guest)
    {
        context.Response.Headers.CacheControl = "no-store";
        return TypedResults.Ok(Answer(message, new GuestData(GuestBody.Of(guest))));
    }

    private static GuestAnswer<T> Answer<T>(string message, T data) => new(true, message, data);
}
