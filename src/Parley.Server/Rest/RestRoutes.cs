using System.Security.Claims;
using Parley.Core.Turn;
using Parley.Server.Authentication;

namespace Parley.Server.Rest;

/// <summary>The table of REST endpoints.</summary>
internal static class RestRoutes
{
    public static IEndpointRouteBuilder MapChatRest(this IEndpointRouteBuilder endpoints)
    {
        var api = endpoints.MapGroup("/api").RequireAuthorization().WithMetadata(new BodyLimit())
            .ProducesProblem(StatusCodes.Status401Unauthorized);
        MapRooms(api.MapGroup("/chat").WithTags("Rooms"));
        api.MapGet("/chat/realtime/{id:guid}/status", (CallStatusEndpoint e, Guid id, ClaimsPrincipal user, CancellationToken ct) => e.GetAsync(id, Caller.Of(user), ct))
            .WithTags("Rooms")
            .WithSummary("Who takes part in the room's call now, for its members.")
            .Produces<CallStatusBody>()
            .InRoom();
        MapMembers(api.MapGroup("/chat/{id:guid}/members").WithTags("Members"));
        MapProfile(api.MapGroup("/profile").WithTags("Profile"));
        MapIceServers(api);
        return endpoints;
    }

    /// <summary>Development only.</summary>
    public static IEndpointRouteBuilder MapDemoSession(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet("/demo/session", (DemoSession demo, HttpContext http, string? user, string? room, CancellationToken ct) =>
                demo.GetAsync(http, user, room, ct))
            .WithTags("Demo")
            .WithSummary("A user, a token and a room for the demo page; in Development, for this machine only.")
            .Produces<DemoSessionBody>()
            .ProducesValidationProblem()
            .ProducesProblem(StatusCodes.Status403Forbidden);
        return endpoints;
    }

    private static void MapRooms(RouteGroupBuilder rooms)
    {
        rooms.MapPost("/", (RoomEndpoints e, CreateRoomRequest body, ClaimsPrincipal user, CancellationToken ct) => e.CreateAsync(body, Caller.Of(user), ct))
            .WithSummary("Creates a room; the caller is its owner.")
            .Produces<RoomBody>(StatusCodes.Status201Created)
            .TakesBody()
            .ProducesProblem(StatusCodes.Status409Conflict);
        rooms.MapGet("/{id:guid}", (RoomEndpoints e, Guid id, ClaimsPrincipal user, CancellationToken ct) => e.GetAsync(id, Caller.Of(user), ct))
            .WithSummary("A room, for its members.")
            .Produces<RoomBody>()
            .InRoom();
        rooms.MapPatch("/{id:guid}", (RoomEndpoints e, Guid id, RenameRoomRequest body, ClaimsPrincipal user, CancellationToken ct) => e.RenameAsync(id, body, Caller.Of(user), ct))
            .WithSummary("Renames a room: a moderator or an owner.")
            .Produces<RoomBody>()
            .TakesBody()
            .InRoom();
        rooms.MapDelete("/{id:guid}", (RoomEndpoints e, Guid id, ClaimsPrincipal user, CancellationToken ct) => e.DeleteAsync(id, Caller.Of(user), ct))
            .WithSummary("Deletes a room with its memberships: an owner. Who is in its call is closed.")
            .Produces(StatusCodes.Status204NoContent)
            .InRoom();
    }

    private static void MapMembers(RouteGroupBuilder members)
    {
        members.MapGet("/", (MemberEndpoints e, Guid id, string? after, int? limit, ClaimsPrincipal user, CancellationToken ct) => e.ListAsync(id, after, limit, Caller.Of(user), ct))
            .WithSummary("Active members by account id, a page at a time: send 'next' of a page as 'after'.")
            .Produces<MembersPage>()
            .ProducesValidationProblem()
            .InRoom();
        members.MapPost("/", (MemberEndpoints e, Guid id, PutMemberRequest body, ClaimsPrincipal user, CancellationToken ct) => e.PutAsync(id, body, Caller.Of(user), ct))
            .WithSummary("Adds a member (201), changes its role (200) or bans it: a moderator or an owner, over lower roles, up to their own.")
            .Produces<MemberBody>()
            .Produces<MemberBody>(StatusCodes.Status201Created)
            .TakesBody()
            .InRoom()
            .ProducesProblem(StatusCodes.Status409Conflict);
        members.MapDelete("/{accountId}", (MemberEndpoints e, Guid id, string accountId, HttpContext http, CancellationToken ct) => e.RemoveAsync(id, PathValue.Last(http), Caller.Of(http.User), ct))
            .WithSummary("Removes a member: a moderator or an owner over lower roles, or oneself. The last owner can't leave.")
            .Produces(StatusCodes.Status204NoContent)
            .InRoom()
            .ProducesProblem(StatusCodes.Status409Conflict);
    }

    private static void MapProfile(RouteGroupBuilder profile)
    {
        profile.MapGet("/", (ProfileEndpoints e, ClaimsPrincipal user, CancellationToken ct) => e.GetAsync(Caller.Of(user), ct))
            .WithSummary("How the caller is shown to others.")
            .Produces<ProfileBody>()
            .ProducesProblem(StatusCodes.Status403Forbidden);
        profile.MapPut("/", (ProfileEndpoints e, PutProfileRequest body, ClaimsPrincipal user, CancellationToken ct) => e.PutAsync(body, Caller.Of(user), ct))
            .WithSummary("Says how the caller is shown to others, from their next connection on.")
            .Produces<ProfileBody>()
            .TakesBody()
            .ProducesProblem(StatusCodes.Status403Forbidden);
    }

    private static void MapIceServers(RouteGroupBuilder api) =>
        api.MapGet("/ice-servers", (TurnCredentials turn, ClaimsPrincipal user, HttpResponse response) =>
            {
                response.Headers.CacheControl = "no-store";
                return TypedResults.Ok(new IceServersBody(turn.For(Caller.Of(user).AccountId ?? "admin")));
            })
            .WithTags("ICE")
            .WithSummary("STUN and TURN servers, with credentials for the caller.")
            .Produces<IceServersBody>();

    private static RouteHandlerBuilder TakesBody(this RouteHandlerBuilder endpoint) => endpoint
        .ProducesValidationProblem()
        .ProducesProblem(StatusCodes.Status413PayloadTooLarge)
        .ProducesProblem(StatusCodes.Status415UnsupportedMediaType);

    private static RouteHandlerBuilder InRoom(this RouteHandlerBuilder endpoint) => endpoint
        .ProducesProblem(StatusCodes.Status403Forbidden)
        .ProducesProblem(StatusCodes.Status404NotFound);
}
