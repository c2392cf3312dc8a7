using Parley.Core.Media;

namespace Parley.Tests.Media.Hls;

public sealed class HlsIsBounded
{
    [Fact]
    public async Task So_many_streams_are_packaged_and_the_next_is_refused_until_one_ends()
    {
        await using var stage = new HlsStage(change: o => o with { MaxStreams = 2 });
        var first = stage.Open(stream: "1");
        stage.Open(stream: "2");

        var refusal = Should.Throw<MediaException>(() => stage.Open(stream: "3"));
        refusal.Fault.ShouldBe(MediaFault.ServerFailed);
        refusal.Message.ShouldContain("as many streams as it may, 2");

        await first.DisposeAsync();
        stage.Open(stream: "3").HasEnded.ShouldBeFalse();
        stage.Packager.Running.ShouldBe(2);
    }

    [Fact]
    public async Task Of_many_who_come_at_once_no_more_are_taken()
    {
        await using var stage = new HlsStage(change: o => o with { MaxStreams = 5 });

        var taken = 0;
        Parallel.For(0, 50, i =>
        {
            try
            {
                stage.Open(stream: $"{i}");
                Interlocked.Increment(ref taken);
            }
            catch (MediaException)
            {
                // Refused.
            }
        });

        taken.ShouldBe(5);
        stage.Packager.Running.ShouldBe(5);
    }

    [Fact]
    public async Task A_stream_of_the_same_name_takes_the_place_of_the_earlier_one_even_when_all_places_are_taken()
    {
        var time = new ManualTimeProvider();
        await using var stage = new HlsStage(time, o => o with { MaxStreams = 1 });
        var earlier = stage.Open();
        var files = earlier.Files.Folder;

        var later = stage.Open();

        stage.Packager.Find(later.Name).ShouldBe(later);
        await Eventually.Is(() => earlier.HasEnded);
        later.HasEnded.ShouldBeFalse();
        time.Advance(TimeSpan.FromSeconds(1));
        Directory.Exists(files).ShouldBeFalse();
        stage.Packager.Find(later.Name).ShouldBe(later);
    }

    [Fact]
    public async Task A_stream_with_too_much_on_disk_ends()
    {
        var time = new ManualTimeProvider();
        await using var stage = new HlsStage(time, o => o with { MaxStreamBytes = 100_000 });
        var (large, small) = (stage.Open(stream: "large"), stage.Open(stream: "small"));
        Write(large.Files.Folder, 100_001);
        Write(small.Files.Folder, 100_000);

        time.Advance(TimeSpan.FromSeconds(1));

        await Eventually.Is(() => large.HasEnded);
        small.HasEnded.ShouldBeFalse();
        stage.Counted("parley.hls.failures").ShouldBe(1);
        stage.Counted("parley.hls.disk").ShouldBe(200_001);
    }

    [Fact]
    public async Task When_all_have_too_much_on_disk_the_largest_ends_and_none_begins()
    {
        var time = new ManualTimeProvider();
        await using var stage = new HlsStage(time, o => o with { MaxBytes = 100_000 });
        var (larger, smaller) = (stage.Open(stream: "larger"), stage.Open(stream: "smaller"));
        Write(larger.Files.Folder, 60_000);
        Write(smaller.Files.Folder, 50_000);

        time.Advance(TimeSpan.FromSeconds(1));
        await Eventually.Is(() => larger.HasEnded);
        smaller.HasEnded.ShouldBeFalse();
        Should.Throw<MediaException>(() => stage.Open(stream: "another")).Message.ShouldContain("no room");

        // Its files go at the next look, and there is room again.
        time.Advance(TimeSpan.FromSeconds(2));
        smaller.HasEnded.ShouldBeFalse();
        stage.Open(stream: "another").HasEnded.ShouldBeFalse();
    }

    [Fact]
    public async Task What_is_kept_of_streams_that_have_ended_goes_before_one_that_runs()
    {
        var time = new ManualTimeProvider();
        await using var stage = new HlsStage(time, o => o with { MaxBytes = 100_000 });
        var (over, running) = (stage.Open(stream: "over"), stage.Open(stream: "running"));
        Write(over.Files.Folder, 10_000);
        Write(running.Files.Folder, 95_000);
        await over.DisposeAsync();

        time.Advance(TimeSpan.FromSeconds(2));

        Directory.Exists(over.Files.Folder).ShouldBeFalse();
        running.HasEnded.ShouldBeFalse();
        stage.Counted("parley.hls.failures").ShouldBe(0);
    }

    [Fact]
    public async Task Without_ffmpeg_a_stream_is_refused_and_the_log_says_what_to_install()
    {
        await using var stage = new HlsStage(change: o => o with { Ffmpeg = "no-such-program" });

        Should.Throw<MediaException>(() => stage.Open()).Message.ShouldContain("no ffmpeg");
        stage.Log.ShouldContain(l => l.Text.Contains("Parley:Live:Hls:Ffmpeg", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Where_nothing_can_be_written_a_stream_is_refused()
    {
        await using var stage = new HlsStage(change: o => o with { Folder = "/proc/parley" });

        Should.Throw<MediaException>(() => stage.Open()).Fault.ShouldBe(MediaFault.ServerFailed);
        stage.Packager.Running.ShouldBe(0);
    }

    private static void Write(string folder, int bytes) => File.WriteAllBytes(Path.Combine(folder, "1.ts"), new byte[bytes]);
}
