using Parley.Janus.Hls;

namespace Parley.Tests.Media.Hls;

/// <summary>Real media from a real encoder, packaged by the real ffmpeg.</summary>
public sealed class PackagingByFfmpeg : IAsyncDisposable
{
    private readonly HlsStage stage = new();

    [Theory]
    [InlineData(HlsCodec.Vp8)]
    [InlineData(HlsCodec.Vp9)]
    [InlineData(HlsCodec.H264)]
    public async Task Sound_and_picture_become_AAC_and_H264_in_segments_that_decode(HlsCodec codec)
    {
        var stream = stage.Open(new HlsMedia(new HlsTrack("0", HlsCodec.Opus), new HlsTrack("1", codec)));
        await using var feed = await RtpFeed.StartAsync(stream.Targets, codec);

        var playlist = await Playlist.OfAsync(stream, p => p.Segments.Count >= 3);
        // A busy machine's encoder may begin later than the sound does.
        for (var more = 0; more < 10 && !(await Ffprobe.StreamsAsync(PathOf(stream, playlist.Segments[^2]))).ContainsKey("video"); more++)
            playlist = await Playlist.OfAsync(stream, p => p.Segments[^1] != playlist.Segments[^1]);

        foreach (var segment in playlist.Segments.TakeLast(2))
        {
            var streams = await Ffprobe.StreamsAsync(PathOf(stream, segment));
            streams["video"].GetProperty("codec_name").GetString().ShouldBe("h264");
            streams["video"].GetProperty("pix_fmt").GetString().ShouldBe("yuv420p");
            streams["video"].GetProperty("height").GetInt32().ShouldBe(240);
            streams["video"].GetProperty("width").GetInt32().ShouldBe(426);
            int.Parse(streams["video"].GetProperty("nb_read_frames").GetString()!).ShouldBeGreaterThan(1);
            streams["audio"].GetProperty("codec_name").GetString().ShouldBe("aac");
            int.Parse(streams["audio"].GetProperty("nb_read_frames").GetString()!).ShouldBeGreaterThan(1);
            (await Ffprobe.PictureTypesAsync(PathOf(stream, segment))).ShouldStartWith("I");
        }
    }

    [Fact]
    public async Task Sound_and_picture_are_of_the_same_moment()
    {
        var stream = stage.Open();
        await using var feed = await RtpFeed.StartAsync(stream.Targets);

        var playlist = await Playlist.OfAsync(stream, p => p.Segments.Count >= 3);

        var streams = await Ffprobe.StreamsAsync(PathOf(stream, playlist.Segments[1]));
        var (picture, sound) = (StartOf("video"), StartOf("audio"));
        (picture - sound).ShouldBe(0, 0.3);

        double StartOf(string kind) => double.Parse(streams[kind].GetProperty("start_time").GetString()!, System.Globalization.CultureInfo.InvariantCulture);
    }

    [Fact]
    public async Task Segments_are_short_so_that_a_player_three_of_them_behind_is_less_than_eight_seconds_behind()
    {
        var stream = stage.Open();
        await using var feed = await RtpFeed.StartAsync(stream.Targets);

        var playlist = await Playlist.OfAsync(stream, p => p.Segments.Count >= 5);

        // Three behind the end of the list, and one that is being written.
        (4 * playlist.TargetSeconds).ShouldBeLessThan(8, playlist.Text);
    }

    [Fact]
    public async Task Sound_alone_is_packaged_too()
    {
        var stream = stage.Open(HlsStage.Sound);
        await using var feed = await RtpFeed.StartAsync(stream.Targets);

        var playlist = await Playlist.OfAsync(stream, p => p.Segments.Count >= 2);

        var streams = await Ffprobe.StreamsAsync(PathOf(stream, playlist.Segments[1]));
        streams.Keys.ShouldBe(["audio"]);
        int.Parse(streams["audio"].GetProperty("nb_read_frames").GetString()!).ShouldBeGreaterThan(1);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_was_announced_and_never_comes_holds_up_nothing(bool picture)
    {
        var stream = stage.Open();
        await using var feed = await RtpFeed.StartAsync([.. stream.Targets.Where(t => (t.PayloadType == 96) == picture)]);

        var playlist = await Playlist.OfAsync(stream, p => p.Segments.Count >= 2);

        (await Ffprobe.StreamsAsync(PathOf(stream, playlist.Segments[1]))).Keys.ShouldBe([picture ? "video" : "audio"]);
    }

    [Fact]
    public async Task Old_segments_are_removed()
    {
        var stream = stage.Open(HlsStage.Sound);
        await using var feed = await RtpFeed.StartAsync(stream.Targets);
        var first = (await Playlist.OfAsync(stream, p => p.Segments.Count > 0)).Segments[0];

        var later = await Playlist.OfAsync(stream, p => p.Segments is [var oldest, ..] && oldest >= first + 8);

        later.Segments.Count.ShouldBe(6);
        await Eventually.Is(() => !File.Exists(PathOf(stream, first)));
        Directory.GetFiles(stream.Files.Folder, "*.ts").Length.ShouldBeLessThan(14);
    }

    [Fact]
    public async Task A_picture_that_stops_leaves_the_sound_and_comes_back_with_it()
    {
        var stream = stage.Open();
        await using var sound = await RtpFeed.StartAsync([stream.Targets[0]]);
        await using (await RtpFeed.StartAsync([stream.Targets[1]]))
        {
            var both = await Playlist.OfAsync(stream, p => p.Segments.Count >= 2);
            (await Ffprobe.StreamsAsync(PathOf(stream, both.Segments[^1]))).Count.ShouldBe(2);
        }

        await SegmentsHave("audio");
        await using var again = await RtpFeed.StartAsync([stream.Targets[1]]);
        await SegmentsHave("audio", "video");
        stage.Counted("parley.hls.restarts").ShouldBe(0);

        Task SegmentsHave(params string[] kinds) => Playlist.OfAsync(stream, p => p.Segments.Count > 0
            && File.Exists(PathOf(stream, p.Segments[^1]))
            && Ffprobe.StreamsAsync(PathOf(stream, p.Segments[^1])).GetAwaiter().GetResult().Keys.Order().SequenceEqual(kinds));
    }

    public ValueTask DisposeAsync() => stage.DisposeAsync();

    private static string PathOf(HlsStream stream, long segment) => Path.Combine(stream.Files.Folder, $"{segment}.ts");
}
