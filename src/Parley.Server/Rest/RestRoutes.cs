using Parley.Core.Turn;
using Parley.Server.Authentication;

namespace Parley.Server.Rest;

/// <summary>The table of REST endpoints.</summary>
internal static class RestRoutes
{
    public static IEndpointRouteBuilder MapChatRest(this IEndpointRouteBuilder endpoints)
    {
        var services = endpoints.ServiceProvider;
        var api = endpoints.MapGroup("/api").RequireAuthorization().WithMetadata(new BodyLimit())
            .ProducesProblem(StatusCodes.Status401Unauthorized);
        MapRooms(api.MapGroup("/chat").WithTags("Rooms"), services.GetRequiredService<RoomEndpoints>());
        MapCalls(api.MapGroup("/chat/realtime").WithTags("Rooms"), services.GetRequiredService<CallStatusEndpoint>());
        MapMembers(api.MapGroup("/chat/{id:guid}/members").WithTags("Members"), services.GetRequiredService<MemberEndpoints>());
        MapProfile(api.MapGroup("/profile").WithTags("Profile"), services.GetRequiredService<ProfileEndpoints>());
        MapIceServers(api.MapGroup("/ice-servers").WithTags("ICE"), services.GetRequiredService<TurnCredentials>());
        MapAudit(api.MapGroup("/audit").WithTags("Audit"), services.GetRequiredService<AuditEndpoints>());
        return endpoints;
    }

    /// <summary>Development only.</summary>
    public static IEndpointRouteBuilder MapDemoSession(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet("/demo/session", endpoints.ServiceProvider.GetRequiredService<DemoSession>().GetAsync)
            .WithTags("Demo")
            .WithSummary("A user, a token and a room for the demo page; in Development, for this machine only.")
            .Produces<DemoSessionBody>()
            .ProducesValidationProblem()
            .ProducesProblem(StatusCodes.Status403Forbidden);
        return endpoints;
    }

    private static void MapRooms(RouteGroupBuilder group, RoomEndpoints rooms)
    {
        group.MapPost("/", rooms.CreateAsync)
            .WithSummary("Creates a room; the caller is its owner.")
            .Produces<RoomBody>(StatusCodes.Status201Created)
            .TakesBody()
            .ProducesProblem(StatusCodes.Status409Conflict);
        group.MapGet("/{id:guid}", rooms.GetAsync)
            .WithSummary("A room, for its members.")
            .Produces<RoomBody>()
            .InRoom();
        group.MapPatch("/{id:guid}", rooms.RenameAsync)
            .WithSummary("Renames a room: a moderator or an owner.")
            .Produces<RoomBody>()
            .TakesBody()
            .InRoom();
        group.MapDelete("/{id:guid}", rooms.DeleteAsync)
            .WithSummary("Deletes a room with its memberships: an owner. Who is in its call is closed.")
            .Produces(StatusCodes.Status204NoContent)
            .InRoom();
    }

    private static void MapCalls(RouteGroupBuilder group, CallStatusEndpoint status) =>
        group.MapGet("/{id:guid}/status", status.GetAsync)
            .WithSummary("Who takes part in the room's call now, for its members.")
            .Produces<CallStatusBody>()
            .InRoom();

    private static void MapMembers(RouteGroupBuilder group, MemberEndpoints members)
    {
        group.MapGet("/", members.ListAsync)
            .WithSummary("Active members by account id, a page at a time: send 'next' of a page as 'after'.")
            .Produces<MembersPage>()
            .ProducesValidationProblem()
            .InRoom();
        group.MapPost("/", members.PutAsync)
            .WithSummary("Adds a member (201), changes its role (200) or bans it.")
            .WithDescription("A moderator or an owner, over members of lower roles; no role above the caller's own is given.")
            .Produces<MemberBody>()
            .Produces<MemberBody>(StatusCodes.Status201Created)
            .TakesBody()
            .InRoom()
            .ProducesProblem(StatusCodes.Status409Conflict);
        group.MapDelete("/{accountId}", members.RemoveAsync)
            .WithSummary("Removes a member, or leaves.")
            .WithDescription("A moderator or an owner over members of lower roles; or oneself, except for the last owner.")
            .Produces(StatusCodes.Status204NoContent)
            .InRoom()
            .ProducesProblem(StatusCodes.Status409Conflict);
    }

    private static void MapProfile(RouteGroupBuilder group, ProfileEndpoints profiles)
    {
        group.MapGet("/", profiles.GetAsync)
            .WithSummary("How the caller is shown to others.")
            .Produces<ProfileBody>()
            .ProducesProblem(StatusCodes.Status403Forbidden);
        group.MapPut("/", profiles.PutAsync)
            .WithSummary("Says how the caller is shown to others, from their next connection on.")
            .Produces<ProfileBody>()
            .TakesBody()
            .ProducesProblem(StatusCodes.Status403Forbidden);
    }

    private static void MapAudit(RouteGroupBuilder group, AuditEndpoints audit) =>
        group.MapGet("/", audit.ListAsync)
            .WithSummary("What moderators did in worlds, the newest first, a page at a time: send 'next' of a page as 'before'.")
            .WithDescription("The admin key: of all workspaces. A token with the role Admin: of its own workspace.")
            .Produces<AuditPage>()
            .ProducesValidationProblem()
            .ProducesProblem(StatusCodes.Status403Forbidden);

    private static void MapIceServers(RouteGroupBuilder group, TurnCredentials turn) =>
        group.MapGet("/", (Caller caller, HttpResponse response) =>
            {
                response.Headers.CacheControl = "no-store";
                return TypedResults.Ok(new IceServersBody(turn.For(caller.AccountId ?? "admin")));
            })
            .WithSummary("STUN and TURN servers, with credentials for the caller.");

    public static RouteHandlerBuilder TakesBody(this RouteHandlerBuilder endpoint) => endpoint
        .ProducesValidationProblem()
        .ProducesProblem(StatusCodes.Status413PayloadTooLarge)
        .ProducesProblem(StatusCodes.Status415UnsupportedMediaType);

    private static RouteHandlerBuilder InRoom(this RouteHandlerBuilder endpoint) => endpoint
        .ProducesProblem(StatusCodes.Status403Forbidden)
        .ProducesProblem(StatusCodes.Status404NotFound);
}
