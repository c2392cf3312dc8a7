using Parley.Server.Rest;

namespace Parley.Server.Hls;

/// <summary>Where streams are played. Beside the WebSocket at <c>/live</c>, which is that path and nothing below it.</summary>
internal static class HlsRoutes
{
    public static IEndpointRouteBuilder MapHls(this IEndpointRouteBuilder endpoints)
    {
        var hls = endpoints.ServiceProvider.GetRequiredService<HlsEndpoint>();
        var stream = endpoints.MapGroup("/live/{userId}/{streamId}").WithTags("HLS").RequireCors(CrossOrigin.Policy);
        stream.MapMethods("/playlist.m3u8", Reading, hls.GetPlaylistAsync)
            .WithSummary("The playlist of a stream; a while after the stream's end it is still there, and says so.")
            .Produces<string>(StatusCodes.Status200OK, HlsEndpoint.PlaylistType)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);
        stream.MapMethods("/{segment}", Reading, hls.GetSegment)
            .WithSummary("A segment that the playlist names.")
            .Produces(StatusCodes.Status200OK, contentType: HlsEndpoint.SegmentType)
            .ProducesProblem(StatusCodes.Status404NotFound);
        return endpoints;
    }

    private static readonly string[] Reading = [HttpMethods.Get, HttpMethods.Head];
}
