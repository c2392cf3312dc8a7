using System.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using Parley.Janus.Hls;

namespace Parley.Tests.Media.Hls;

public sealed class FfmpegIsSupervised
{
    [Fact]
    public async Task One_that_is_killed_is_started_again_three_times_and_the_fourth_death_ends_the_stream()
    {
        await using var stage = new HlsStage();
        var stream = stage.Open(HlsStage.Sound);
        await using var feed = await RtpFeed.StartAsync(stream.Targets);
        var before = await Playlist.OfAsync(stream, p => p.Segments.Count > 0);

        var last = await KillAsync(stream, 0);
        before.HasDiscontinuity.ShouldBeFalse();
        var after = await Playlist.OfAsync(stream, p => p.HasDiscontinuity);
        // The numbers go on, and a list's first number is its first segment's.
        after.Segments.ShouldBe(Enumerable.Range(0, after.Segments.Count).Select(i => after.First + i));
        after.First.ShouldBeInRange(before.First, before.Segments[^1]);
        after.HasEnded.ShouldBeFalse();

        last = await KillAsync(stream, last);
        last = await KillAsync(stream, last);
        await Eventually.Is(() => stage.Counted("parley.hls.restarts") == 3);
        stream.HasEnded.ShouldBeFalse();

        await KillAsync(stream, last);
        await Eventually.Is(() => stream.HasEnded);
        stage.Counted("parley.hls.restarts").ShouldBe(3);
        stage.Counted("parley.hls.failures").ShouldBe(1);
        stage.Counted("parley.hls.streams").ShouldBe(0);
        (await stream.ReadPlaylistAsync(CancellationToken.None))!.ShouldEndWith("#EXT-X-ENDLIST\n");
        stage.Log.ShouldContain(l => l.Text.Contains("has ended: ffmpeg was started again 3 times", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_new_one_is_given_a_key_frame()
    {
        await using var stage = new HlsStage();
        var stream = stage.Open();
        await using var feed = await RtpFeed.StartAsync(stream.Targets);
        await Playlist.OfAsync(stream, p => p.Segments.Count > 0);
        var asked = stage.KeyFramesAsked;

        await KillAsync(stream, 0);

        await Eventually.Is(() => stage.KeyFramesAsked > asked);
    }

    [Fact]
    public async Task It_ends_with_its_stream()
    {
        await using var stage = new HlsStage();
        var stream = stage.Open(HlsStage.Sound);
        await using var feed = await RtpFeed.StartAsync(stream.Targets);
        await Playlist.OfAsync(stream, p => p.Segments.Count > 0);
        var process = stream.ProcessId!.Value;

        await stream.DisposeAsync();

        IsAlive(process).ShouldBeFalse();
        stage.Counted("parley.hls.failures").ShouldBe(0);
        stage.Counted("parley.hls.streams").ShouldBe(0);
    }

    [Fact]
    public async Task It_ends_with_the_packager_and_leaves_no_file()
    {
        await using var stage = new HlsStage();
        var stream = stage.Open(HlsStage.Sound);
        await using var feed = await RtpFeed.StartAsync(stream.Targets);
        await Playlist.OfAsync(stream, p => p.Segments.Count > 0);
        var process = stream.ProcessId!.Value;

        await stage.Packager.DisposeAsync();

        IsAlive(process).ShouldBeFalse();
        Directory.GetFileSystemEntries(stage.Folder).ShouldBeEmpty();
    }

    [Fact]
    public async Task When_this_process_dies_it_ends_by_itself()
    {
        var folder = Directory.CreateTempSubdirectory("parley-hls-test-");
        using var sender = new RawRtp();
        using var end = new CancellationTokenSource();
        using var intake = new RtpIntake(HlsStage.Sound, System.Net.IPAddress.Loopback, TimeProvider.System, () => { });
        var receiving = intake.ReceiveAsync(end.Token);
        var rtsp = new RtspServer(NullLogger.Instance);
        var offer = new RtspOffer(intake.Tracks, intake.Targets, [0], intake.Queue);
        await using var feed = await RtpFeed.StartAsync(intake.Targets);
        await using var process = FfmpegProcess.Start(
            FfmpegPath.Find("ffmpeg")!, FfmpegArguments.For(rtsp.Put(offer), audio: true, video: false, 240, 1, goesOn: false), folder.FullName, "test", NullLogger.Instance);
        await Eventually.Is(() => File.Exists(Path.Combine(folder.FullName, "playlist.m3u8")));

        // All that ffmpeg sees of a death: the system closes the connection.
        await rtsp.DisposeAsync();

        await process.Exited.WaitAsync(TimeSpan.FromSeconds(30));
        await end.CancelAsync();
        await receiving;
        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task One_that_hangs_is_killed_and_started_again()
    {
        var time = new ManualTimeProvider();
        await using var stage = new HlsStage(time);
        var stream = stage.Open(HlsStage.Sound);
        using var sender = new RawRtp();
        ushort sequence = 0;
        sender.Send(stream.Targets[0], sequence++);
        await Eventually.Is(() => stream.ProcessId is not null);
        var first = stream.ProcessId!.Value;
        using (var stop = Process.Start("kill", ["-STOP", $"{first}"])) await stop.WaitForExitAsync();

        await Eventually.IsAsync(async () =>
        {
            sender.Send(stream.Targets[0], sequence++);
            await Task.Delay(20);
            time.Advance(TimeSpan.FromSeconds(1));
            return stream.ProcessId != first;
        });

        await Eventually.Is(() => !IsAlive(first));
        await Eventually.Is(() => stage.Counted("parley.hls.restarts") == 1);
        stage.Log.ShouldContain(l => l.Text.Contains("it hangs", StringComparison.Ordinal));
    }

    [Fact]
    public async Task One_without_media_waits()
    {
        var time = new ManualTimeProvider();
        await using var stage = new HlsStage(time);
        var stream = stage.Open(HlsStage.Sound);
        using var sender = new RawRtp();
        sender.Send(stream.Targets[0], 1);
        await Eventually.Is(() => stream.ProcessId is not null);
        var first = stream.ProcessId;

        for (var second = 0; second < 120; second++) time.Advance(TimeSpan.FromSeconds(1));

        stream.ProcessId.ShouldBe(first);
        stage.Counted("parley.hls.restarts").ShouldBe(0);
    }

    private static async Task<int> KillAsync(HlsStream stream, int before)
    {
        await Eventually.Is(() => stream.ProcessId is { } id && id != before);
        var process = stream.ProcessId!.Value;
        using var kill = Process.Start("kill", ["-9", $"{process}"]);
        await kill.WaitForExitAsync();
        await Eventually.Is(() => stream.ProcessId != process);
        return process;
    }

    private static bool IsAlive(int process)
    {
        try
        {
            using var found = Process.GetProcessById(process);
            return !found.HasExited;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}
