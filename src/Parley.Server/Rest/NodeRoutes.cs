using Parley.Server.Authentication;

namespace Parley.Server.Rest;

/// <summary>The table of the REST endpoints that are about this server itself.</summary>
internal static class NodeRoutes
{
    public static IEndpointRouteBuilder MapNodeRest(this IEndpointRouteBuilder endpoints)
    {
        var node = endpoints.ServiceProvider.GetRequiredService<NodeEndpoints>();
        var group = endpoints.MapGroup("/api/node").RequireAuthorization(AuthenticationServices.AdminPolicy)
            .WithMetadata(new BodyLimit()).WithTags("Node")
            .ProducesProblem(StatusCodes.Status401Unauthorized)
            .ProducesProblem(StatusCodes.Status403Forbidden);
        group.MapGet("/", node.Get)
            .WithSummary("Whether this server takes clients, and how many it has. Needs the admin key.")
            .Produces<NodeBody>();
        group.MapPost("/drain", node.Drain)
            .WithSummary("Takes no new clients, and asks those who are here to move to another server. Needs the admin key.")
            .WithDescription("Some at a time (Parley:Shutdown:MovesPerSecond); who has not moved by Parley:Shutdown:MoveTimeout is cut.")
            .Produces<NodeBody>(StatusCodes.Status202Accepted);
        group.MapPost("/undrain", node.Undrain)
            .WithSummary("Takes clients again. Needs the admin key.")
            .Produces<NodeBody>()
            .ProducesProblem(StatusCodes.Status409Conflict);
        return endpoints;
    }
}
