namespace Parley.Server.Rest;

/// <summary>The table of WHIP and WHEP.</summary>
internal static class WhipRoutes
{
    public static IEndpointRouteBuilder MapWhip(this IEndpointRouteBuilder endpoints)
    {
        var whip = endpoints.ServiceProvider.GetRequiredService<WhipEndpoints>();
        var group = MapSessions(endpoints, "/whip");
        group.MapPost("/{rid}", whip.PublishAsync)
            .WithSummary("Publishes into a room (WHIP): takes an SDP offer and answers it. Location is the session's address.")
            .Produces<string>(StatusCodes.Status201Created, WhipHeaders.Sdp)
            .Begins();
        group.MapMethods("/{rid}", ["GET", "HEAD"], () => TypedResults.NoContent())
            .WithSummary("Nothing: a WHIP endpoint has no representation.")
            .Produces(StatusCodes.Status204NoContent);
        MapDescription(group, whip);

        group = MapSessions(endpoints, "/whep");
        group.MapPost("/{rid}", whip.WatchAsync)
            .WithSummary("Watches a stream of a room (WHEP): the server's own offer comes back, for the session's PATCH to answer.")
            .WithDescription("406 with the counter-offer for a client that sent an offer, 201 for one that sent nothing.")
            .Produces<string>(StatusCodes.Status201Created, WhipHeaders.Sdp)
            .Produces<string>(StatusCodes.Status406NotAcceptable, WhipHeaders.Sdp)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .Begins();
        // By this players know the address of a WHEP endpoint (section 4.2 of the draft).
        group.MapMethods("/{rid}", ["GET", "HEAD"], () => TypedResults.Text("", WhipHeaders.Sdp))
            .WithSummary("Nothing, as SDP: by that players know a WHEP endpoint.")
            .Produces(StatusCodes.Status200OK);
        MapDescription(group, whip);
        return endpoints;
    }

    /// <summary>What RFC 9725 (section 4.2) wants in the answer to any OPTIONS: CORS answers preflights before endpoints would.</summary>
    public static void UseWhipOptions(this WebApplication app) => app.Use(static (context, next) =>
    {
        var path = context.Request.Path;
        if (HttpMethods.IsOptions(context.Request.Method) && (path.StartsWithSegments("/whip") || path.StartsWithSegments("/whep")))
            context.Response.Headers["Accept-Post"] = WhipHeaders.Sdp;
        return next(context);
    });

    private static void MapDescription(RouteGroupBuilder group, WhipEndpoints whip) =>
        group.MapMethods("/{rid}", ["OPTIONS"], whip.Describe)
            .WithSummary("What can be done here; and for who is signed in, STUN and TURN servers as Link headers.")
            .Produces(StatusCodes.Status200OK);

    private static RouteGroupBuilder MapSessions(IEndpointRouteBuilder endpoints, string path)
    {
        var sessions = endpoints.ServiceProvider.GetRequiredService<WhipSessionEndpoints>();
        var group = endpoints.MapGroup(path).WithTags(path == "/whip" ? "WHIP" : "WHEP").RequireCors(CrossOrigin.WhipPolicy);
        var session = group.MapGroup("/sessions/{id}").RequireAuthorization()
            .ProducesProblem(StatusCodes.Status401Unauthorized)
            .ProducesProblem(StatusCodes.Status404NotFound);
        session.MapGet("/", sessions.GetAsync)
            .WithSummary("Nothing, while the session lives.")
            .Produces(StatusCodes.Status204NoContent);
        session.MapPatch("/", sessions.PatchAsync)
            .WithSummary(path == "/whip" ? "Adds candidates, or restarts ICE." : "Answers the server's offer, or adds candidates.")
            .WithDescription("If-Match (or ETag) names the ICE session: 428 without, 412 for one that has been restarted since.")
            .Produces(StatusCodes.Status204NoContent)
            .Produces<string>(StatusCodes.Status200OK, WhipHeaders.Fragment)
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status412PreconditionFailed)
            .ProducesProblem(StatusCodes.Status413PayloadTooLarge)
            .ProducesProblem(StatusCodes.Status415UnsupportedMediaType)
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity)
            .ProducesProblem(StatusCodes.Status428PreconditionRequired)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);
        session.MapDelete("/", sessions.DeleteAsync)
            .WithSummary("Ends the session.")
            .Produces(StatusCodes.Status200OK);
        return group;
    }

    private static void Begins(this RouteHandlerBuilder endpoint) => endpoint
        .RequireAuthorization()
        .ProducesProblem(StatusCodes.Status400BadRequest)
        .ProducesProblem(StatusCodes.Status401Unauthorized)
        .ProducesProblem(StatusCodes.Status403Forbidden)
        .ProducesProblem(StatusCodes.Status404NotFound)
        .ProducesProblem(StatusCodes.Status413PayloadTooLarge)
        .ProducesProblem(StatusCodes.Status415UnsupportedMediaType)
        .ProducesProblem(StatusCodes.Status422UnprocessableEntity)
        .ProducesProblem(StatusCodes.Status503ServiceUnavailable);
}
