using Microsoft.Extensions.Logging.Abstractions;
using Parley.Janus.Hls;

namespace Parley.Tests.Media.Hls;

public sealed class HlsFilesAreRemoved : IDisposable
{
    private readonly ManualTimeProvider time = new();
    private readonly string folder = Directory.CreateTempSubdirectory("parley-hls-test-").FullName;

    [Fact]
    public async Task A_stream_that_has_ended_is_there_for_a_minute_and_then_gone()
    {
        await using var stage = new HlsStage(time);
        var stream = stage.Open();
        await File.WriteAllTextAsync(Path.Combine(stream.Files.Folder, "playlist.m3u8"), "#EXTM3U\n1.ts\n");
        await stream.DisposeAsync();

        time.Advance(TimeSpan.FromSeconds(59));
        stage.Packager.Find(stream.Name).ShouldBe(stream);
        (await stream.ReadPlaylistAsync(CancellationToken.None)).ShouldBe("#EXTM3U\n1.ts\n#EXT-X-ENDLIST\n");

        time.Advance(TimeSpan.FromSeconds(2));
        stage.Packager.Find(stream.Name).ShouldBeNull();
        Directory.Exists(stream.Files.Folder).ShouldBeFalse();
        stream.OpenSegment(1).ShouldBeNull();
    }

    [Fact]
    public async Task A_stream_that_goes_on_keeps_its_files()
    {
        await using var stage = new HlsStage(time);
        var stream = stage.Open();

        time.Advance(TimeSpan.FromMinutes(10));

        Directory.Exists(stream.Files.Folder).ShouldBeTrue();
        stage.Packager.Find(stream.Name).ShouldBe(stream);
    }

    [Fact]
    public async Task Segments_that_a_dead_ffmpeg_left_behind_go_with_the_list()
    {
        await using var stage = new HlsStage(time);
        var files = stage.Open().Files;
        foreach (var number in new[] { 3, 94, 95, 100 }) await File.WriteAllTextAsync(Path.Combine(files.Folder, $"{number}.ts"), "");
        await File.WriteAllTextAsync(Path.Combine(files.Folder, "playlist.m3u8"), "#EXTM3U\n#EXT-X-MEDIA-SEQUENCE:100\n100.ts\n");

        files.Prune();

        Directory.GetFiles(files.Folder, "*.ts").Select(Path.GetFileName).Order().ShouldBe(["100.ts", "95.ts"]);
    }

    [Fact]
    public void What_a_run_that_crashed_has_left_is_deleted_at_the_next_start()
    {
        var run = Directory.CreateDirectory(Path.Combine(folder, "run-0123"));
        Directory.CreateDirectory(Path.Combine(run.FullName, "stream"));
        File.WriteAllText(Path.Combine(run.FullName, "stream", "1.ts"), "");
        File.WriteAllText(run.FullName + ".lock", "");
        File.WriteAllText(Path.Combine(folder, "run-4567.lock"), "");

        HlsFolder.DeleteLeftOvers(folder, NullLogger.Instance);

        Directory.GetFileSystemEntries(folder).ShouldBeEmpty();
    }

    [Fact]
    public void What_belongs_to_a_server_that_lives_stays()
    {
        using var alive = HlsFolder.Create(folder);
        var files = alive.NewStream();

        HlsFolder.DeleteLeftOvers(folder, NullLogger.Instance);

        Directory.Exists(files.Folder).ShouldBeTrue();
    }

    [Fact]
    public void What_is_nothing_of_ours_stays()
    {
        var notes = Path.Combine(folder, "notes.txt");
        File.WriteAllText(notes, "");

        HlsFolder.DeleteLeftOvers(folder, NullLogger.Instance);

        File.Exists(notes).ShouldBeTrue();
    }

    [Fact]
    public void A_link_is_removed_and_not_followed()
    {
        var elsewhere = Directory.CreateDirectory(Path.Combine(folder, "elsewhere"));
        File.WriteAllText(Path.Combine(elsewhere.FullName, "precious"), "");
        Directory.CreateSymbolicLink(Path.Combine(folder, "run-0123"), elsewhere.FullName);

        HlsFolder.DeleteLeftOvers(folder, NullLogger.Instance);

        File.Exists(Path.Combine(elsewhere.FullName, "precious")).ShouldBeTrue();
    }

    [Fact]
    public void Folders_are_the_server_s_own_and_random()
    {
        using var run = HlsFolder.Create(folder);
        var (one, other) = (run.NewStream().Folder, run.NewStream().Folder);

        one.ShouldNotBe(other);
        File.GetUnixFileMode(one).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        Path.GetFileName(one).Length.ShouldBe(32);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);
}
