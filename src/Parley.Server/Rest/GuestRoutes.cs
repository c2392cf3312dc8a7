using Parley.Server.Guests;

namespace Parley.Server.Rest;

/// <summary>The table of guests' REST endpoints. Anybody may call most of them; what needs a token needs a guest's.</summary>
internal static class GuestRoutes
{
    public static IEndpointRouteBuilder MapGuestRest(this IEndpointRouteBuilder endpoints)
    {
        var guests = endpoints.ServiceProvider.GetRequiredService<GuestEndpoints>();
        var group = endpoints.MapGroup(GuestPaths.Guests).WithTags("Guests").ForGuests();
        group.MapPost("/", guests.BeginAsync)
            .WithSummary("Begins a guest's session: a name, and a token for the Socket.IO handshake.")
            .Produces<GuestAnswer<GuestSessionData>>(StatusCodes.Status201Created)
            .TakesBody()
            .ProducesProblem(StatusCodes.Status501NotImplemented);
        group.MapGet("/username", GuestEndpoints.SuggestName)
            .WithSummary("A name that a guest could take.");
        group.MapGet("/me", guests.GetMeAsync)
            .WithSummary("The guest whose token this is; its session lives on.")
            .Produces<GuestAnswer<GuestData>>()
            .NeedsGuest();
        group.MapGet("/ice-servers", guests.GetIceServersAsync)
            .WithSummary("STUN and TURN servers for the guest's calls, with credentials where there are any.")
            .Produces<GuestAnswer<GuestIceServersData>>()
            .NeedsGuest();
        group.MapGet("/{sessionId}", guests.GetAsync)
            .WithSummary("A guest by its session; looking does not prolong it.")
            .Produces<GuestAnswer<GuestData>>()
            .ProducesProblem(StatusCodes.Status404NotFound);
        group.MapPost("/location", guests.SetLocationAsync)
            .WithSummary("Says where the guest is.")
            .Produces<GuestAnswer<GuestData>>()
            .TakesBody()
            .NeedsGuest();
        return endpoints;
    }

    /// <summary>What all guests' endpoints have: pages of other origins may call them, small bodies, a rate by address.</summary>
    public static RouteGroupBuilder ForGuests(this RouteGroupBuilder group) => group
        .RequireCors(CrossOrigin.Policy)
        .WithMetadata(new BodyLimit())
        .ProducesProblem(StatusCodes.Status429TooManyRequests);

    /// <summary>The handler asks <see cref="GuestSessions"/> itself, as a guest is no user: this says so in the description.</summary>
    public static RouteHandlerBuilder NeedsGuest(this RouteHandlerBuilder endpoint) => endpoint
        .WithMetadata(new GuestTokenNeeded())
        .ProducesProblem(StatusCodes.Status401Unauthorized);
}
