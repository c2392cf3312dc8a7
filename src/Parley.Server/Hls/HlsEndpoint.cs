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

    /// <param name="userId">The publisher; read from the request itself, because this is not fully decoded.</param>
    /// <param name="streamId">Which of its streams; read in the same way.</param>
    /// <param name="context">The request.</param>
    /// <param name="cancellationToken">Ends with it.</param>
    public async Task<Results<ContentHttpResult, ProblemHttpResult>> GetPlaylistAsync(
        string userId, string streamId, HttpContext context, CancellationToken cancellationToken)
    {
        (userId, streamId) = (PathValue.FromEnd(context, 2), PathValue.FromEnd(context, 1));
        if (packager.Find(new HlsName(userId, streamId)) is not { } stream) return Problems.NotFound("There is no such stream, or it ended some time ago.");

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

    /// <inheritdoc cref="GetPlaylistAsync"/>
    public Results<FileStreamHttpResult, ProblemHttpResult> GetSegment(string userId, string streamId, string segment, HttpContext context)
    {
        (userId, streamId) = (PathValue.FromEnd(context, 2), PathValue.FromEnd(context, 1));
        if (NumberOf(segment) is not { } number || packager.Find(new HlsName(userId, streamId))?.OpenSegment(number) is not { } file)
            return Problems.NotFound("There is no such segment, or no more: the playlist names those that are there.");

        // What has a number keeps its content, and is asked for no longer than a stream's files are kept.
        Prepare(context.Response, "public, max-age=60, immutable");
        return TypedResults.Stream(file, SegmentType, enableRangeProcessing: true);
    }

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
