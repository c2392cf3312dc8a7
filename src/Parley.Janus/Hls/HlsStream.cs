using System.ComponentModel;
using Microsoft.Extensions.Logging;
using Parley.Core.Media;

namespace Parley.Janus.Hls;

/// <summary>
/// One uplink as HLS, from <see cref="HlsPackager.Open"/> until it is disposed of. ffmpeg runs once media flows; when it
/// dies it is started again, three times at most. The files stay for a while after the end.
/// </summary>
public sealed partial class HlsStream : IAsyncDisposable
{
    /// <summary>How often ffmpeg is started again.</summary>
    public const int MostRestarts = 3;

    /// <summary>A track of which nothing came for so long is not there.</summary>
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(5);

    /// <summary>Between two changes of which tracks are packaged.</summary>
    private static readonly TimeSpan Steady = TimeSpan.FromSeconds(10);

    /// <summary>An ffmpeg that has finished no segment for so long, though media came, hangs.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>How long a viewer who comes before the first segment waits for it…</summary>
    private static readonly TimeSpan FirstSegment = TimeSpan.FromSeconds(10);

    /// <summary>…and how often it is looked for.</summary>
    private static readonly TimeSpan FirstSegmentLook = TimeSpan.FromMilliseconds(200);

    private readonly CancellationTokenSource stopping = new();
    private readonly HlsContext context;
    private readonly RtpIntake intake;
    private readonly Task running;
    private volatile Run? current;
    private volatile bool ended;

    internal HlsStream(HlsName name, HlsFiles files, RtpIntake intake, HlsContext context)
    {
        (Name, Files, this.intake, this.context) = (name, files, intake, context);
        PlaylistPath = $"/live/{Uri.EscapeDataString(name.UserId)}/{Uri.EscapeDataString(name.StreamId)}/{HlsFiles.Playlist}";
        running = RunAsync();
    }

    /// <summary>Whose stream it is.</summary>
    public HlsName Name { get; }

    /// <summary>The playlist's URL on this server.</summary>
    public string PlaylistPath { get; }

    /// <summary>Where the media server is to send what, audio first.</summary>
    public IReadOnlyList<RtpTarget> Targets => intake.Targets;

    /// <summary>Whether nothing is packaged any more: the uplink has ended, or packaging it failed.</summary>
    public bool HasEnded => ended;

    /// <summary>Its end, whyever that comes.</summary>
    public Task Ended => running;

    internal HlsFiles Files { get; }

    /// <summary>Whether its files go with it, and are not kept for those who watch.</summary>
    internal bool IsDiscarded { get; private set; }

    /// <summary>When it ended.</summary>
    internal DateTimeOffset? EndedAt { get; private set; }

    /// <summary>The process that packages it now.</summary>
    internal int? ProcessId => current?.Process.Id;

    /// <summary>
    /// The playlist (RFC 8216) as it is now. Who comes before the first segment waits for it some seconds; <c>null</c> when
    /// there is none then either.
    /// </summary>
    public async Task<string?> ReadPlaylistAsync(CancellationToken cancellationToken)
    {
        var began = context.Time.GetTimestamp();
        while (true)
        {
            // Asked first: what is read then is the last there was.
            var isOver = ended;
            if (await Files.ReadPlaylistAsync(isOver, cancellationToken) is { } text) return text;
            if (isOver || context.Time.GetElapsedTime(began) >= FirstSegment) return null;
            await Task.Delay(FirstSegmentLook, context.Time, cancellationToken);
        }
    }

    /// <summary>A segment by its number, for the caller to dispose of; <c>null</c> when there is none, or no more.</summary>
    public FileStream? OpenSegment(long number) => Files.OpenSegment(number);

    /// <summary>Ends it, with its ffmpeg; comes back when no process of it is left.</summary>
    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        await running;
    }

    /// <summary>Begins to end it, and does not wait: the packager sees to the rest.</summary>
    public void End() => _ = stopping.CancelAsync();

    /// <summary>Begins to end it, with its files: another has its name, or they are too many.</summary>
    internal void Discard()
    {
        IsDiscarded = true;
        End();
    }

    /// <summary>Ends it because something went wrong with it.</summary>
    internal void Fail(string why)
    {
        if (ended || stopping.IsCancellationRequested) return;

        LogFailed(context.Logger, Files.Label, why);
        context.Metrics.HlsFailed();
        End();
    }

    /// <summary>Once a second: whether ffmpeg is still the right one for what comes, and gets on with it.</summary>
    internal void Look()
    {
        if (current is not { } run) return;

        var now = context.Time.GetTimestamp();
        var flowing = intake.Flowing(Silence);
        run.Saw(Files.Stamp, flowing.Count > 0, now);
        if (context.Time.GetElapsedTime(run.Progress, now) > Patience) run.GiveUp("it hangs");
        else if (context.Time.GetElapsedTime(run.Began, now) > Steady && !Suits(run.Places, flowing)) run.Retire();
        Files.Prune();
    }

    /// <summary>
    /// Whether ffmpeg knows all tracks that come, and isn't held up by one that does not: segments end at key frames, so
    /// without its video nothing would be told of the sound.
    /// </summary>
    private bool Suits(IReadOnlyList<int> places, IReadOnlyList<int> flowing)
    {
        if (flowing.Count == 0) return true;

        var missing = places.Except(flowing).Any(place => intake.Tracks[place].IsVideo);
        return !missing && !flowing.Except(places).Any();
    }

    private async Task RunAsync()
    {
        // Not on the caller's stack, which may hold something.
        await Task.Yield();
        var receiving = intake.ReceiveAsync(stopping.Token);
        try
        {
            await PackageAsync();
        }
        catch (OperationCanceledException)
        {
            // Its end.
        }
        catch (Exception fault)
        {
            LogBroken(context.Logger, fault, Files.Label);
            context.Metrics.HlsFailed();
        }

        await stopping.CancelAsync();
        await receiving;
        intake.Dispose();
        EndedAt = context.Time.GetUtcNow();
        ended = true;
    }

    private async Task PackageAsync()
    {
        var restarts = 0;
        for (var run = 0; ; run++)
        {
            await intake.WaitForMediaAsync(stopping.Token);
            var places = PlacesNow();
            if (run == 0) intake.Begin(places);
            var outcome = await PackageOnceAsync(places);
            stopping.Token.ThrowIfCancellationRequested();
            if (outcome is not null)
            {
                if (restarts++ == MostRestarts)
                {
                    Fail($"ffmpeg was started again {MostRestarts} times and died each time; at last: {outcome}");
                    return;
                }

                LogDied(context.Logger, Files.Label, restarts, MostRestarts, outcome);
                context.Metrics.HlsRestarted();
            }

            intake.BeginAgain();
        }
    }

    /// <summary>The tracks that come; all of them where none does just now.</summary>
    private IReadOnlyList<int> PlacesNow() =>
        intake.Flowing(Silence) is { Count: > 0 } flowing ? flowing : [.. intake.Tracks.Select((_, i) => i)];

    /// <summary>From start to end of one ffmpeg; why it died, or <c>null</c> when it was asked to.</summary>
    private async Task<string?> PackageOnceAsync(IReadOnlyList<int> places)
    {
        var offer = new RtspOffer(intake.Tracks, intake.Targets, places, intake.Queue);
        var source = context.Rtsp.Put(offer);
        try
        {
            await using var process = FfmpegProcess.Start(
                context.Ffmpeg, ArgumentsFor(source, places), Files.Folder, Files.Label, context.Logger);
            var run = current = new Run(process, places, context.Time.GetTimestamp());
            LogStarted(context.Logger, Files.Label, process.Id, places.Count);
            var code = await process.Exited.WaitAsync(stopping.Token);
            return run.Retired ? null : run.Hung ?? $"exit code {code}: {process.LastWords}";
        }
        catch (Win32Exception notStarted)
        {
            return notStarted.Message;
        }
        finally
        {
            current = null;
            context.Rtsp.Withdraw(offer);
        }
    }

    /// <summary>
    /// Segments are numbered from the clock on, so that a stream that comes under the name of an earlier one has higher
    /// numbers: players and caches take the name of a segment for its content. An ffmpeg that goes on with a list counts
    /// from the list's first.
    /// </summary>
    private IReadOnlyList<string> ArgumentsFor(Uri source, IReadOnlyList<int> places)
    {
        var listed = Files.FirstListed();
        return FfmpegArguments.For(
            source,
            audio: places.Any(p => !intake.Tracks[p].IsVideo),
            video: places.Any(p => intake.Tracks[p].IsVideo),
            context.Options.Height,
            listed ?? context.Time.GetUtcNow().ToUnixTimeSeconds(),
            goesOn: listed is not null);
    }

    [LoggerMessage(LogLevel.Information, "HLS {Stream}: ffmpeg {Process} packages {Tracks} tracks.")]
    private static partial void LogStarted(ILogger logger, string stream, int process, int tracks);

    [LoggerMessage(LogLevel.Warning, "HLS {Stream}: ffmpeg died, and is started again ({Restart} of {Restarts}). {Why}")]
    private static partial void LogDied(ILogger logger, string stream, int restart, int restarts, string why);

    [LoggerMessage(LogLevel.Error, "HLS {Stream} has ended: {Why}")]
    private static partial void LogFailed(ILogger logger, string stream, string why);

    [LoggerMessage(LogLevel.Error, "HLS {Stream} has ended by a fault of the server's.")]
    private static partial void LogBroken(ILogger logger, Exception fault, string stream);

    /// <summary>One ffmpeg, while it runs.</summary>
    private sealed class Run(FfmpegProcess process, IReadOnlyList<int> places, long began)
    {
        private DateTime stamp;

        public FfmpegProcess Process => process;

        /// <summary>The tracks that it was told of.</summary>
        public IReadOnlyList<int> Places => places;

        public long Began { get; } = began;

        /// <summary>When it last finished a segment, or had nothing to do.</summary>
        public long Progress { get; private set; } = began;

        /// <summary>Whether another is to take its place, by no fault of its own.</summary>
        public bool Retired { get; private set; }

        /// <summary>Why it was given up, if it was.</summary>
        public string? Hung { get; private set; }

        public void Saw(DateTime newest, bool mediaFlows, long now)
        {
            if (newest == stamp && mediaFlows) return;
            (stamp, Progress) = (newest, now);
        }

        public void Retire()
        {
            Retired = true;
            process.Kill();
        }

        public void GiveUp(string why)
        {
            Hung = why;
            process.Kill();
        }
    }
}
