using System.Text.Json;
using Parley.Server.Authentication;

namespace Parley.Server.Rest;

/// <summary>The table of the worlds' REST endpoints.</summary>
internal static class WorldFileRoutes
{
    public static IEndpointRouteBuilder MapWorldRest(this IEndpointRouteBuilder endpoints)
    {
        var worlds = endpoints.ServiceProvider.GetRequiredService<WorldFileEndpoints>();
        var group = endpoints.MapGroup("/api/worlds").RequireAuthorization().WithTags("Worlds")
            .ProducesProblem(StatusCodes.Status401Unauthorized);
        group.MapGet("/", worlds.List)
            .WithSummary("The worlds of the caller's workspace by id, a page at a time: send 'next' of a page as 'after'.")
            .Produces<WorldsPage>()
            .ProducesValidationProblem();
        group.MapGet("/{id}", worlds.Get)
            .WithSummary("A world's file as it was given, for people of its workspace.")
            .Produces<JsonElement>(contentType: "application/json")
            .Produces(StatusCodes.Status304NotModified)
            .ProducesProblem(StatusCodes.Status403Forbidden)
            .ProducesProblem(StatusCodes.Status404NotFound);
        group.MapPut("/{id}", worlds.PutAsync)
            .RequireAuthorization(AuthenticationServices.AdminPolicy)
            .WithSummary("Adds a world (201) or swaps it (200), without anybody in it being dropped. Needs the admin key.")
            .WithDescription("The body is a world file; what is wrong with it is told all at once, by its path in the file.")
            .WithMetadata(new WorldFileLimit())
            .Accepts<JsonElement>("application/json")
            .Produces<PutWorldBody>()
            .Produces<PutWorldBody>(StatusCodes.Status201Created)
            .TakesBody()
            .ForOperator();
        group.MapDelete("/{id}", worlds.DeleteAsync)
            .RequireAuthorization(AuthenticationServices.AdminPolicy)
            .WithSummary("Deletes a world. Needs the admin key.")
            .Produces(StatusCodes.Status204NoContent)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .ForOperator();
        return endpoints;
    }

    private static RouteHandlerBuilder ForOperator(this RouteHandlerBuilder endpoint) => endpoint
        .ProducesProblem(StatusCodes.Status403Forbidden)
        .ProducesProblem(StatusCodes.Status503ServiceUnavailable);
}
