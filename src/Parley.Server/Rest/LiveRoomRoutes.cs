using Parley.Server.Authentication;

namespace Parley.Server.Rest;

/// <summary>The table of the live rooms' REST endpoints.</summary>
internal static class LiveRoomRoutes
{
    public static IEndpointRouteBuilder MapLiveRest(this IEndpointRouteBuilder endpoints)
    {
        var rooms = endpoints.ServiceProvider.GetRequiredService<LiveRoomEndpoints>();
        var group = endpoints.MapGroup("/api/live/rooms").RequireAuthorization(AuthenticationServices.AdminPolicy)
            .WithMetadata(new BodyLimit()).WithTags("Live rooms")
            .ProducesProblem(StatusCodes.Status401Unauthorized)
            .ProducesProblem(StatusCodes.Status403Forbidden);
        group.MapPost("/", rooms.CreateAsync)
            .WithSummary("Makes a live room ahead, with those who publish in it. Needs the admin key.")
            .WithDescription("It is kept in memory: it ends with the server, and unless 'keep' is false not before it is deleted.")
            .Produces<LiveRoomBody>(StatusCodes.Status201Created)
            .TakesBody()
            .ProducesProblem(StatusCodes.Status409Conflict)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);
        group.MapGet("/{rid}", rooms.GetAsync)
            .WithSummary("A live room: who publishes in it, and how many watch. Needs the admin key.")
            .Produces<LiveRoomBody>()
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);
        group.MapDelete("/{rid}", rooms.DeleteAsync)
            .WithSummary("Ends a live room: whoever is in it is put out. Needs the admin key.")
            .Produces(StatusCodes.Status204NoContent)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);
        return endpoints;
    }
}
