using System.Threading.Channels;

namespace Parley.Server.Worlds;

/// <summary>
/// Reads the folder of worlds at start, and again whenever something in it changes. Watching loses events on network
/// shares and in containers, so the folder is also looked through every so often.
/// </summary>
internal sealed partial class WorldFolderWatch(
    WorldFolder folder, TimeSpan rescan, TimeProvider time, ILogger<WorldFolderWatch> logger) : BackgroundService
{
    /// <summary>Whoever writes a file does it in several steps; so long nothing has to happen before it is read.</summary>
    private static readonly TimeSpan Quiet = TimeSpan.FromMilliseconds(200);

    /// <summary>So often at most the quiet is waited for: files that are always written to hold up no others.</summary>
    private const int MostWaits = 10;

    private readonly Channel<string> touched = Channel.CreateBounded<string>(
        new BoundedChannelOptions(10_000) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });

    /// <summary>Before the server listens, so that nobody finds a world missing that is only not read yet.</summary>
    public override Task StartAsync(CancellationToken cancellationToken)
    {
        folder.Open();
        return base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        using var watcher = Watch();
        var names = new HashSet<string>(StringComparer.Ordinal);
        var wait = rescan;
        while (true)
        {
            if (await IsTouchedWithin(wait, stoppingToken)) await DrainAsync(names, stoppingToken);
            stoppingToken.ThrowIfCancellationRequested();
            wait = Scan(names) ? Quiet : rescan;
            names.Clear();
        }
    }

    private bool Scan(HashSet<string> names)
    {
        try
        {
            return folder.Scan(names);
        }
        catch (Exception failure)
        {
            // Whatever is wrong with a world, the others are still to be watched.
            LogFailed(logger, failure);
            return false;
        }
    }

    private async Task DrainAsync(HashSet<string> names, CancellationToken stoppingToken)
    {
        for (var waits = 0; waits < MostWaits; waits++)
        {
            while (touched.Reader.TryRead(out var name)) names.Add(name);
            if (!await IsTouchedWithin(Quiet, stoppingToken)) return;
        }
    }

    private async Task<bool> IsTouchedWithin(TimeSpan span, CancellationToken stoppingToken)
    {
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
        var due = Task.Delay(span, time, enough.Token);
        var touch = touched.Reader.WaitToReadAsync(enough.Token).AsTask();
        var first = await Task.WhenAny(due, touch);
        await enough.CancelAsync();
        return first == touch && !stoppingToken.IsCancellationRequested;
    }

    /// <summary>The watcher, or <c>null</c> where there can be none: the system's may be used up.</summary>
    private FileSystemWatcher? Watch()
    {
        FileSystemWatcher? watcher = null;
        try
        {
            watcher = new FileSystemWatcher(folder.Path);
            watcher.Created += (_, e) => Touch(e.Name);
            watcher.Changed += (_, e) => Touch(e.Name);
            watcher.Deleted += (_, e) => Touch(e.Name);
            watcher.Renamed += (_, e) => Touch(e.Name);
            // Events were lost: every file may be meant.
            watcher.Error += (_, _) => Touch("");
            watcher.EnableRaisingEvents = true;
            return watcher;
        }
        catch (Exception fault) when (fault is IOException or ArgumentException or UnauthorizedAccessException)
        {
            watcher?.Dispose();
            LogNotWatched(logger, folder.Path, rescan.TotalSeconds, fault.Message);
            return null;
        }
    }

    private void Touch(string? name)
    {
        if (string.IsNullOrEmpty(name) || WorldFileName.IsWorld(name)) touched.Writer.TryWrite(name ?? "");
    }

    [LoggerMessage(LogLevel.Error, "Looking through the folder of worlds failed; the next look is in a while.")]
    private static partial void LogFailed(ILogger logger, Exception failure);

    [LoggerMessage(LogLevel.Warning, "The folder of worlds, {Folder}, can't be watched; it is looked through every {Seconds} s. {Why}")]
    private static partial void LogNotWatched(ILogger logger, string folder, double seconds, string why);
}
