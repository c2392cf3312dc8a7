using System.Collections.Concurrent;
using System.Diagnostics;
using Parley.Janus.Hls;

namespace Parley.Tests.Media.Hls;

/// <summary>A publisher: another ffmpeg, which sends a test picture and a tone in real time, as a media server forwards them.</summary>
/// <remarks>
/// They are encoded ahead. An encoder that has to keep up with the clock, beside other tests, begins with the picture some time
/// after the sound, and by when they come the packager tells what belongs together.
/// </remarks>
internal sealed class RtpFeed : IAsyncDisposable
{
    private static readonly string Folder = NewFolder();

    private static readonly ConcurrentDictionary<HlsCodec, Lazy<Task<string>>> Encoded = new();

    private readonly Process process;
    private readonly Task<string> said;

    private RtpFeed(string file, IReadOnlyList<RtpTarget> targets, HlsCodec video)
    {
        List<string> arguments = ["-hide_banner", "-nostdin", "-loglevel", "error", "-re", "-stream_loop", "-1", "-i", file];
        foreach (var target in targets) arguments.AddRange([.. Track(target.PayloadType == 96 ? video : HlsCodec.Opus), .. Sending(target)]);
        process = Process.Start(new ProcessStartInfo("ffmpeg", arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        // It tells its SDP, which nobody asked for.
        process.StandardOutput.Close();
        said = process.StandardError.ReadToEndAsync();
    }

    /// <param name="targets">Where to; a track that is not among them is not sent.</param>
    /// <param name="video">How the picture is encoded.</param>
    public static async Task<RtpFeed> StartAsync(IReadOnlyList<RtpTarget> targets, HlsCodec video = HlsCodec.Vp8) =>
        new(await Encoded.GetOrAdd(video, codec => new(() => EncodeAsync(codec))).Value, targets, video);

    public async ValueTask DisposeAsync()
    {
        process.Kill();
        await process.WaitForExitAsync();
        process.Dispose();
        (await said).ShouldNotContain("Error");
    }

    /// <summary>For all tests; it goes with the process.</summary>
    private static string NewFolder()
    {
        var folder = Directory.CreateTempSubdirectory("parley-feed-").FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(folder, recursive: true);
        return folder;
    }

    /// <summary>Half a minute of both, which begins with a key frame and goes on from its end with its beginning.</summary>
    private static async Task<string> EncodeAsync(HlsCodec video)
    {
        var file = Path.Combine(Folder, $"{video}.mkv");
        string[] arguments =
        [
            "-hide_banner", "-nostdin", "-loglevel", "error",
            "-f", "lavfi", "-i", "testsrc=size=320x240:rate=30:duration=30,format=yuv420p",
            "-f", "lavfi", "-i", "sine=frequency=440:sample_rate=48000:duration=30",
            .. Encoding(video), "-g", "30", "-b:v", "500k", "-c:a", "libopus", "-ac", "2", "-b:a", "48k", file,
        ];
        using var encoder = Process.Start(new ProcessStartInfo("ffmpeg", arguments) { RedirectStandardError = true })!;
        var errors = await encoder.StandardError.ReadToEndAsync();
        await encoder.WaitForExitAsync();
        encoder.ExitCode.ShouldBe(0, errors);
        return file;
    }

    private static string[] Encoding(HlsCodec codec) => codec switch
    {
        HlsCodec.H264 => ["-c:v", "libx264", "-preset", "ultrafast", "-tune", "zerolatency", "-profile:v", "baseline"],
        HlsCodec.Vp9 => ["-c:v", "libvpx-vp9", "-deadline", "realtime", "-cpu-used", "8", "-lag-in-frames", "0"],
        _ => ["-c:v", "libvpx", "-deadline", "realtime", "-cpu-used", "8"],
    };

    private static string[] Track(HlsCodec codec) => codec switch
    {
        HlsCodec.Opus => ["-map", "0:a", "-c", "copy"],
        // With its parameters before each key frame, as browsers send them.
        HlsCodec.H264 => ["-map", "0:v", "-c", "copy", "-bsf:v", "h264_mp4toannexb"],
        HlsCodec.Vp9 => ["-map", "0:v", "-c", "copy", "-strict", "experimental"],
        _ => ["-map", "0:v", "-c", "copy"],
    };

    private static string[] Sending(RtpTarget target) =>
    [
        "-payload_type", $"{target.PayloadType}", "-ssrc", $"{target.Ssrc}",
        // Its reports go to the same port: a media server sends none, and a port beside it could be anybody's.
        "-f", "rtp", $"rtp://127.0.0.1:{target.Port}?pkt_size=1200&rtcpport={target.Port}",
    ];
}
