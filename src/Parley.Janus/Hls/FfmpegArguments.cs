using System.Globalization;

namespace Parley.Janus.Hls;

/// <summary>
/// What ffmpeg is told, as a list: no shell reads it, and nothing in it comes from a client. All media is encoded anew,
/// H.264 too: a publisher's key frames come when they please, its size changes with its network, and what is lost on the
/// way would be lost to all viewers until the next key frame. See docs/hls.md.
/// </summary>
internal static class FfmpegArguments
{
    /// <summary>A key frame begins each segment, so both come once a second: players stay some segments behind.</summary>
    private const string SegmentSeconds = "1";

    /// <param name="source">Where the stream is fetched.</param>
    /// <param name="audio">Whether it has sound.</param>
    /// <param name="video">Whether it has a picture.</param>
    /// <param name="height">Lines of the picture that is made.</param>
    /// <param name="firstSegment">The number of the list's first segment.</param>
    /// <param name="goesOn">Whether there is a list already, which is gone on with.</param>
    public static IReadOnlyList<string> For(Uri source, bool audio, bool video, int height, long firstSegment, bool goesOn) =>
    [
        "-hide_banner", "-nostdin", "-nostats", "-loglevel", "warning",
        .. Input(source),
        .. video ? Video(height) : [],
        .. audio ? Audio : [],
        .. Output(firstSegment, goesOn),
    ];

    private static string[] Input(Uri source) =>
    [
        // Nothing but this connection is opened, whatever a stream may hold.
        "-protocol_whitelist", "tcp", "-rtsp_transport", "tcp",
        // The media server sends in the order in which packets came, those that were sent again behind others.
        "-reorder_queue_size", "32",
        "-analyzeduration", "2000000", "-probesize", "2000000",
        "-threads", "1",
        "-i", source.AbsoluteUri,
    ];

    private static string[] Video(int height)
    {
        var width = height * 16 / 9 / 2 * 2;
        // One size, though the publisher's changes: an encoder keeps the one with which it began.
        var fit = $"scale={width}:{height}:force_original_aspect_ratio=decrease:force_divisible_by=2,"
            + $"pad={width}:{height}:-1:-1,setsar=1";
        return
        [
            "-map", "0:v:0", "-filter:v", fit, "-pix_fmt", "yuv420p",
            // At most 30 frames a second, and no more than the publisher sends.
            "-fps_mode:v", "vfr", "-enc_time_base:v", "1:30",
            "-c:v", "libx264", "-preset", "veryfast", "-tune", "zerolatency", "-profile:v", "main", "-threads:v", "2",
            "-force_key_frames", $"expr:gte(t,n_forced*{SegmentSeconds})", "-sc_threshold", "0", "-g", "300",
            "-crf", "25", "-maxrate", Rate(height), "-bufsize", Rate(height),
        ];
    }

    private static string[] Audio =>
    [
        // Silence for what is missing, so that sound stays with the picture.
        "-map", "0:a:0", "-filter:a", "aresample=async=1000", "-c:a", "aac", "-b:a", "96k", "-ar", "48000", "-ac", "2",
    ];

    private static string[] Output(long firstSegment, bool goesOn) =>
    [
        // A muted publisher's missing sound does not hold up the picture.
        "-max_interleave_delta", "500000", "-muxdelay", "0", "-muxpreload", "0",
        "-f", "hls", "-hls_time", SegmentSeconds, "-hls_list_size", "6", "-hls_delete_threshold", "4",
        "-hls_flags", (goesOn ? "append_list+" : "") + "delete_segments+omit_endlist+program_date_time+independent_segments+temp_file",
        "-start_number", firstSegment.ToString(CultureInfo.InvariantCulture),
        "-hls_segment_filename", "%d.ts", HlsFiles.Playlist,
    ];

    /// <summary>Bits a second: 2.5 million for 720 lines, and by the picture's area for others.</summary>
    private static string Rate(int height) =>
        Math.Max(200_000, 2_500_000L * height * height / (720 * 720)).ToString(CultureInfo.InvariantCulture);
}
