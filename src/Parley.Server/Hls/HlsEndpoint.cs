using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using Parley.Core.Media;
using Parley.Janus.Hls;
using Parley.Server.Rest;

namespace Parley.Server.Hls;

/// <summary>
/// Serves playlists and segments. What a URL says is looked up among the streams there are, or has to be a number: no path
/// of a file is made of it.
/// </summary>
internal sealed class HlsEndpoint(HlsPackager packager)
{
    /// <summary>RFC 8216, section 4.</summary>
    public const string PlaylistType = "application/vnd.apple.mpegurl";

    /// <summary>MPEG-2 transport streams (RFC 3555, section 4.2.8).</summary>
    public const string SegmentType = "video/mp2t";

    private const string SegmentExtension = ".ts";

    public async Task<Results<ContentHttpResult, ProblemHttpResult>> GetPlaylistAsync(HttpContext context, CancellationToken cancellationToken)
    {
        if (Find(context) is not { } stream) return Problems.NotFound("There is no such stream, or it ended some time ago.");

        if (await stream.ReadPlaylistAsync(cancellationToken) is not { } playlist)
        {
            if (stream.HasEnded) return Problems.NotFound("The stream ended before there was anything to see.");

            context.Response.Headers.RetryAfter = "1";
            return Problems.Unavailable("Nothing has come from the publisher yet. Try again.");
        }

        // Another one a second later.
        Prepare(context.Response, "no-cache");
        return TypedResults.Text(playlist, PlaylistType);
    }

    public Results<FileStreamHttpResult, ProblemHttpResult> GetSegment(HttpContext context)
    {
        if (NumberOf(PathValue.Last(context)) is not { } number || Find(context)?.OpenSegment(number) is not { } segment)
            return Problems.NotFound("There is no such segment, or no more: the playlist names those that are there.");

        // What has a number keeps its content, and is asked for no longer than a stream's files are kept.
        Prepare(context.Response, "public, max-age=60, immutable");
        return TypedResults.Stream(segment, SegmentType, enableRangeProcessing: true);
    }

    private HlsStream? Find(HttpContext context) =>
        packager.Find(new HlsName(PathValue.FromEnd(context, 2), PathValue.FromEnd(context, 1)));

    /// <summary>Of <c>1700000000.ts</c> the number; of anything else nothing.</summary>
    private static long? NumberOf(string segment) =>
        segment.EndsWith(SegmentExtension, StringComparison.Ordinal)
        && long.TryParse(segment.AsSpan(0, segment.Length - SegmentExtension.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number : null;

    private static void Prepare(HttpResponse response, string caching)
    {
        response.Headers.CacheControl = caching;
        response.Headers.XContentTypeOptions = "nosniff";
    }
}
