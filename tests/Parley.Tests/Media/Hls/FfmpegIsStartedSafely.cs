using Microsoft.Extensions.Logging;

namespace Parley.Tests.Media.Hls;

/// <summary>With a program in ffmpeg's place that tells how it was started.</summary>
public sealed class FfmpegIsStartedSafely : IDisposable
{
    private const string Secret = "PARLEY_TEST_SECRET";

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("parley-hls-test-");
    private readonly RawRtp sender = new();

    [Fact]
    public async Task It_is_not_given_the_environment_in_which_secrets_are()
    {
        Environment.SetEnvironmentVariable(Secret, "hunter2");
        var environment = await RunAsync("env > \"$(dirname \"$0\")/said\"");

        environment.ShouldContain("PATH=");
        environment.ShouldNotContain(Secret);
        environment.ShouldNotContain("hunter2");
    }

    [Fact]
    public async Task What_clients_chose_is_not_among_its_arguments()
    {
        var arguments = await RunAsync("printf '%s\\n' \"$@\" > \"$(dirname \"$0\")/said\"", user: "$(touch evil); -i /etc/passwd");

        arguments.ShouldContain("libx264");
        arguments.ShouldNotContain("evil");
        arguments.ShouldNotContain("passwd");
        arguments.ShouldContain("-protocol_whitelist\ntcp\n");
    }

    [Fact]
    public async Task Of_what_it_says_a_bounded_part_is_logged()
    {
        await using var stage = Stage("i=0; while [ $i -lt 500 ]; do printf 'line %01000d\\n' $i >&2; i=$((i+1)); done; sleep 60");
        var stream = stage.Open();
        sender.Send(stream.Targets[0], 1);
        sender.Send(stream.Targets[1], 1);

        await Eventually.Is(() => stage.Log.Count(l => l.Text.Contains("ffmpeg says", StringComparison.Ordinal)) == 20);
        await stream.DisposeAsync();

        var said = stage.Log.Where(l => l.Text.Contains("ffmpeg says", StringComparison.Ordinal)).ToList();
        said.Count.ShouldBe(20);
        said.ShouldAllBe(l => l.Level == LogLevel.Debug && l.Text.Length < 400);
    }

    [Fact]
    public async Task One_that_ends_at_once_is_started_four_times_in_all_and_the_log_says_why()
    {
        await using var stage = Stage("echo run >> \"$(dirname \"$0\")/runs\"; echo no such codec >&2; exit 3");
        var stream = stage.Open();
        sender.Send(stream.Targets[0], 1);
        sender.Send(stream.Targets[1], 1);

        await Eventually.Is(() => stream.HasEnded);

        File.ReadAllLines(Path.Combine(folder.FullName, "runs")).Length.ShouldBe(4);
        stage.Log.ShouldContain(l => l.Level == LogLevel.Error && l.Text.Contains("exit code 3: no such codec", StringComparison.Ordinal));
        (await stream.ReadPlaylistAsync(CancellationToken.None)).ShouldBeNull();
    }

    [Fact]
    public async Task Until_media_comes_it_is_not_started()
    {
        await using var stage = Stage("sleep 60");
        var stream = stage.Open();
        stream.ProcessId.ShouldBeNull();

        sender.Send(stream.Targets[0], 1);
        sender.Send(stream.Targets[1], 1);
        await Eventually.Is(() => stream.ProcessId is not null);
    }

    public void Dispose()
    {
        Environment.SetEnvironmentVariable(Secret, null);
        sender.Dispose();
        folder.Delete(recursive: true);
    }

    private async Task<string> RunAsync(string script, string user = "alice")
    {
        await using var stage = Stage($"{script}; mv \"$(dirname \"$0\")/said\" \"$(dirname \"$0\")/done\"; sleep 60");
        var stream = stage.Open(user: user);
        sender.Send(stream.Targets[0], 1);
        sender.Send(stream.Targets[1], 1);
        var said = Path.Combine(folder.FullName, "done");
        await Eventually.Is(() => File.Exists(said));
        return await File.ReadAllTextAsync(said);
    }

    private HlsStage Stage(string script)
    {
        var program = Path.Combine(folder.FullName, "ffmpeg");
        File.WriteAllText(program, $"#!/bin/sh\n{script}\n");
        File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return new HlsStage(change: o => o with { Ffmpeg = program });
    }
}
