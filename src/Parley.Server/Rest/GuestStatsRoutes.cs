using Microsoft.AspNetCore.Http.HttpResults;
using Parley.Protocols.GuestCall;
using Parley.Server.Guests;

namespace Parley.Server.Rest;

/// <summary>What <c>realtime:stats</c> tells, for those who are not connected.</summary>
internal static class GuestStatsRoutes
{
    public static IEndpointRouteBuilder MapGuestStats(this IEndpointRouteBuilder endpoints)
    {
        var group = endpoints.MapGroup(GuestPaths.Stats).WithTags("Guests").ForGuests();
        group.MapGet("/", (GuestPresence presence, TimeProvider time, HttpResponse response) =>
                Show(response, "Statistics", new GuestStatsData(presence.Snapshot(), time.GetWireNow())))
            .WithSummary("How many guests there are, and what they do.")
            .Produces<GuestAnswer<GuestStatsData>>();
        group.MapGet("/online-users", (GuestPresence presence, HttpResponse response) =>
                Show(response, "Guests who are connected", Online(presence)))
            .WithSummary("Guests who are connected, 100 at most.")
            .Produces<GuestAnswer<OnlineGuestsData>>();
        return endpoints;
    }

    private static OnlineGuestsData Online(GuestPresence presence) => new(
        [.. presence.Online(GuestStatsFeed.MostListed).Select(OnlineGuestBody.Of)], presence.Snapshot().OnlineUsers);

    private static Ok<GuestAnswer<T>> Show<T>(HttpResponse response, string message, T data)
    {
        response.Headers.CacheControl = "no-store";
        return TypedResults.Ok(new GuestAnswer<T>(true, message, data));
    }
}
