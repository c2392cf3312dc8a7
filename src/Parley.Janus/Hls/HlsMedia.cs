using Parley.Core.Media;

namespace Parley.Janus.Hls;

/// <summary>What an uplink sends: one audio, one video, or both.</summary>
/// <param name="Audio">The first that was agreed on.</param>
/// <param name="Video">The first that was agreed on.</param>
public sealed record HlsMedia(HlsTrack? Audio, HlsTrack? Video)
{
    internal IEnumerable<HlsTrack> Tracks => new[] { Audio, Video }.OfType<HlsTrack>();

    /// <summary>Reads it from the media server's answer to the publisher (RFC 3264): there each section has the codec that is sent.</summary>
    /// <exception cref="MediaException">Nothing in it can be packaged.</exception>
    public static HlsMedia Of(string answer)
    {
        HlsTrack? audio = null, video = null;
        foreach (var section in answer.Split("\nm=").Skip(1))
        {
            if (TrackOf(section) is not { } track) continue;
            if (track.IsVideo) video ??= track;
            else audio ??= track;
        }

        return audio is null && video is null
            ? throw new MediaException(
                MediaFault.BadRequest, "HLS needs Opus audio, or VP8, VP9 or H.264 video; offer one of them.")
            : new HlsMedia(audio, video);
    }

    /// <param name="section">From behind <c>m=</c>.</param>
    private static HlsTrack? TrackOf(string section)
    {
        var lines = section.Split('\n', StringSplitOptions.TrimEntries);
        var media = lines[0].Split(' ');
        // A port of 0 refuses the section (RFC 3264, section 6).
        if (media.Length < 4 || media[1] == "0" || lines.Contains("a=inactive")) return null;

        var mid = ValueOf(lines, "a=mid:");
        var map = ValueOf(lines, $"a=rtpmap:{media[3]} ");
        return mid is null || map is null || CodecOf(map.Split('/')[0]) is not { } codec ? null : new HlsTrack(mid, codec)
        {
            Simulcast = ValueOf(lines, "a=simulcast:") is not null,
        };
    }

    private static string? ValueOf(string[] lines, string start) =>
        Array.Find(lines, l => l.StartsWith(start, StringComparison.Ordinal))?[start.Length..];

    private static HlsCodec? CodecOf(string encoding) => encoding.ToUpperInvariant() switch
    {
        "OPUS" => HlsCodec.Opus,
        "VP8" => HlsCodec.Vp8,
        "VP9" => HlsCodec.Vp9,
        "H264" => HlsCodec.H264,
        _ => null,
    };
}
