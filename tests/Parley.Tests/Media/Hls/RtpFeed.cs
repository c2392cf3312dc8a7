using System.Diagnostics;
using Parley.Janus.Hls;

namespace Parley.Tests.Media.Hls;

/// <summary>A publisher: another ffmpeg, which sends a test picture and a tone in real time, as a media server forwards them.</summary>
internal sealed class RtpFeed : IAsyncDisposable
{
    private readonly Process process;
    private readonly Task<string> said;

    /// <param name="targets">Where to; a track that is not among them is not sent.</param>
    /// <param name="video">How the picture is encoded.</param>
    public RtpFeed(IReadOnlyList<RtpTarget> targets, HlsCodec video = HlsCodec.Vp8)
    {
        List<string> arguments =
        [
            "-hide_banner", "-nostdin", "-loglevel", "error",
            "-re", "-f", "lavfi", "-i", "testsrc=size=320x240:rate=30,format=yuv420p", "-re", "-f", "lavfi", "-i", "sine=frequency=440:sample_rate=48000",
        ];
        foreach (var target in targets) arguments.AddRange([.. Encoding(target.PayloadType == 96 ? video : HlsCodec.Opus), .. Sending(target)]);
        process = Process.Start(new ProcessStartInfo("ffmpeg", arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        // It tells its SDP, which nobody asked for.
        process.StandardOutput.Close();
        said = process.StandardError.ReadToEndAsync();
    }

    public async ValueTask DisposeAsync()
    {
        process.Kill();
        await process.WaitForExitAsync();
        process.Dispose();
        (await said).ShouldNotContain("Error");
    }

    private static string[] Encoding(HlsCodec codec) => codec switch
    {
        HlsCodec.Opus => ["-map", "1:a", "-c:a", "libopus", "-ac", "2", "-b:a", "48k"],
        HlsCodec.H264 =>
            ["-map", "0:v", "-c:v", "libx264", "-preset", "ultrafast", "-tune", "zerolatency", "-profile:v", "baseline", "-g", "30", "-b:v", "500k"],
        HlsCodec.Vp9 =>
            ["-map", "0:v", "-c:v", "libvpx-vp9", "-deadline", "realtime", "-cpu-used", "8", "-lag-in-frames", "0", "-g", "30", "-b:v", "500k", "-strict", "experimental"],
        _ => ["-map", "0:v", "-c:v", "libvpx", "-deadline", "realtime", "-cpu-used", "8", "-g", "30", "-b:v", "500k"],
    };

    private static string[] Sending(RtpTarget target) =>
    [
        "-payload_type", $"{target.PayloadType}", "-ssrc", $"{target.Ssrc}",
        // Its reports go to the same port: a media server sends none, and a port beside it could be anybody's.
        "-f", "rtp", $"rtp://127.0.0.1:{target.Port}?pkt_size=1200&rtcpport={target.Port}",
    ];
}
