using Parley.Core.Rooms;
using Parley.Protocols.GuestCall;
using Parley.Server.Guests;

namespace Parley.Server.Rest;

/// <summary>What <c>realtime:stats</c> tells, for those who are not connected.</summary>
internal static class GuestStatsRoutes
{
    public static IEndpointRouteBuilder MapGuestStats(this IEndpointRouteBuilder endpoints)
    {
        var group = endpoints.MapGroup(GuestPaths.Stats).WithTags("Guests").ForGuests();
        group.MapGet("/", (IRooms rooms, TimeProvider time, HttpResponse response, CancellationToken cancellationToken) =>
                AskAsync(rooms, response, "Statistics", now => new GuestStatsData(now.Stats, time.GetWireNow()), cancellationToken))
            .WithSummary("How many guests there are, and what they do.")
            .Produces<GuestAnswer<GuestStatsData>>();
        group.MapGet("/online-users", (IRooms rooms, HttpResponse response, CancellationToken cancellationToken) =>
                AskAsync(rooms, response, "Guests who are connected", Online, cancellationToken))
            .WithSummary("Guests who are connected, 100 at most.")
            .Produces<GuestAnswer<OnlineGuestsData>>();
        return endpoints;
    }

    private static OnlineGuestsData Online(GuestsNow now) =>
        new([.. now.Online.Select(OnlineGuestBody.Of)], now.Stats.OnlineUsers);

    /// <summary>The lobby knows, on whichever node it is.</summary>
    private static async Task<IResult> AskAsync<T>(
        IRooms rooms, HttpResponse response, string message, Func<GuestsNow, T> show, CancellationToken cancellationToken)
    {
        response.Headers.CacheControl = "no-store";
        var answer = new TaskCompletionSource<GuestsNow>(TaskCreationOptions.RunContinuationsAsynchronously);
        rooms.Dispatch(Lobby.Only, new AskGuests(answer));
        try
        {
            var now = await answer.Task.WaitAsync(cancellationToken);
            return TypedResults.Ok(new GuestAnswer<T>(true, message, show(now)));
        }
        catch (TimeoutException unanswered)
        {
            return Problems.Unavailable($"{unanswered.Message} Try again in a few seconds.");
        }
    }
}
