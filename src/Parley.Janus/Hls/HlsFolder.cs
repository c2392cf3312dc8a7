using Microsoft.Extensions.Logging;

namespace Parley.Janus.Hls;

/// <summary>
/// The folder of this run of the server, below the configured one, with a folder for each stream. A lock file beside it,
/// which the system lets go of when this process dies, tells later runs that it may be deleted.
/// </summary>
internal sealed partial class HlsFolder : IDisposable
{
    private const string Prefix = "run-";
    private const string LockExtension = ".lock";

    private readonly string run;
    private readonly FileStream held;

    private HlsFolder(string run, FileStream held) => (this.run, this.held) = (run, held);

    /// <summary>Deletes what runs have left that did not end well, and nothing of those that are alive.</summary>
    public static void DeleteLeftOvers(string folder, ILogger logger)
    {
        if (!Directory.Exists(folder)) return;

        foreach (var run in RunsIn(folder))
        {
            try
            {
                if (Lock(run, FileMode.OpenOrCreate) is not { } held) continue;

                using (held)
                {
                    if (!Directory.Exists(run)) continue;
                    Directory.Delete(run, recursive: true);
                }

                LogDeleted(logger, run);
            }
            catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
            {
                LogNotDeleted(logger, run, fault.Message);
            }
        }
    }

    /// <exception cref="IOException">It can't be made.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be made.</exception>
    public static HlsFolder Create(string folder)
    {
        new HlsFiles(folder).Create();
        while (true)
        {
            var run = Path.Combine(folder, Prefix + NewName());
            if (Lock(run, FileMode.CreateNew) is not { } held) continue;

            new HlsFiles(run).Create();
            return new HlsFolder(run, held);
        }
    }

    /// <summary>A folder for another stream; nobody can guess its name.</summary>
    public HlsFiles NewStream()
    {
        var files = new HlsFiles(Path.Combine(run, NewName()));
        files.Create();
        return files;
    }

    public void Dispose()
    {
        if (Directory.Exists(run)) Directory.Delete(run, recursive: true);
        held.Dispose();
    }

    /// <summary>Those that have a folder or a lock.</summary>
    private static IEnumerable<string> RunsIn(string folder) =>
        Directory.GetFileSystemEntries(folder, Prefix + "*")
            .Select(path => path.EndsWith(LockExtension, StringComparison.Ordinal) ? path[..^LockExtension.Length] : path)
            .Distinct();

    private static string NewName() => Guid.NewGuid().ToString("N");

    /// <summary>The lock, which is gone with its file when it is disposed of; <c>null</c> when another has it.</summary>
    private static FileStream? Lock(string run, FileMode mode)
    {
        try
        {
            return new FileStream(run + LockExtension, mode, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose);
        }
        catch (IOException taken) when (taken is not (DirectoryNotFoundException or FileNotFoundException))
        {
            return null;
        }
    }

    [LoggerMessage(LogLevel.Information, "Deleted {Folder}, which a run that did not end well had left.")]
    private static partial void LogDeleted(ILogger logger, string folder);

    [LoggerMessage(LogLevel.Warning, "{Folder}, left by a run that did not end well, can't be deleted; delete it by hand. {Why}")]
    private static partial void LogNotDeleted(ILogger logger, string folder, string why);
}
