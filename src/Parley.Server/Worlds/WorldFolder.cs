using Parley.Protocols.World;

namespace Parley.Server.Worlds;

/// <summary>
/// The folder of world files, and the truth about which worlds there are: what is put by REST is written here first. One
/// thing at a time.
/// </summary>
/// <param name="path">The folder.</param>
/// <param name="example">The world that is there as long as no file has another of its id; or <c>null</c>.</param>
/// <param name="worlds">Where the worlds are kept up to date.</param>
/// <param name="logger">Names every fault.</param>
internal sealed partial class WorldFolder(string path, WorldMap? example, WorldCatalog worlds, ILogger<WorldFolder> logger)
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, WorldFile> files = new(StringComparer.Ordinal);

    /// <summary>Where it is.</summary>
    public string Path => path;

    /// <summary>Makes the folder where there is none, and reads what is in it.</summary>
    public void Open()
    {
        try
        {
            Directory.CreateDirectory(path);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            LogUnreadable(logger, path, fault.Message);
        }

        if (example is not null) worlds.Put(example);
        Scan(new HashSet<string>());
    }

    /// <summary>Whether the world comes from a file; what doesn't is the example.</summary>
    public bool HasFileOf(string worldId)
    {
        lock (gate) return OwnerOf(worldId) is not null;
    }

    /// <summary>Brings the worlds in line with the files.</summary>
    /// <param name="touched">Names of files to read again whatever their time stamps say.</param>
    /// <returns>Whether to look again soon: a file has gone, and may come back.</returns>
    public bool Scan(IReadOnlySet<string> touched)
    {
        lock (gate)
        {
            try
            {
                return ScanFiles(touched);
            }
            catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
            {
                // A folder that can't be read, such as a share that has gone, says nothing about its worlds.
                LogUnreadable(logger, path, fault.Message);
                return false;
            }
        }
    }

    /// <summary>Writes a world's file as a whole or not at all, and takes the world in.</summary>
    /// <returns>Whether there was no file of this world before.</returns>
    /// <exception cref="IOException">It can't be written.</exception>
    /// <exception cref="UnauthorizedAccessException">It must not be written.</exception>
    public bool Write(WorldMap map, byte[] json)
    {
        lock (gate)
        {
            var owner = OwnerOf(map.WorldId);
            var file = owner ?? FileOf(NewNameOf(map.WorldId));
            Replace(PathOf(file.Name), json);
            (file.WorldId, file.Missing, file.Stamp) = (map.WorldId, false, StampOf(new FileInfo(PathOf(file.Name))));
            worlds.Put(map);
            return owner is null;
        }
    }

    /// <summary>Deletes a world's file and lets the world go.</summary>
    /// <returns>Whether there was one.</returns>
    /// <exception cref="IOException">It can't be deleted.</exception>
    /// <exception cref="UnauthorizedAccessException">It must not be deleted.</exception>
    public bool Delete(string worldId)
    {
        lock (gate)
        {
            if (OwnerOf(worldId) is not { } file) return false;

            File.Delete(PathOf(file.Name));
            Forget(file);
            return true;
        }
    }

    private bool ScanFiles(IReadOnlySet<string> touched)
    {
        var found = new DirectoryInfo(path).EnumerateFiles()
            .Where(f => WorldFileName.IsWorld(f.Name)).OrderBy(f => f.Name, StringComparer.Ordinal).ToArray();
        foreach (var info in found)
        {
            var file = FileOf(info.Name);
            file.Missing = false;
            if (file.Stamp != StampOf(info) || touched.Contains(info.Name)) Load(file, info);
        }

        return ForgetMissing([.. found.Select(f => f.Name)]);
    }

    private void Load(WorldFile file, FileInfo info)
    {
        // Taken before it is read: if it is written meanwhile the stamp differs at the next look.
        file.Stamp = StampOf(info);
        if (ReadFile(file, info) is not { } map) return;
        if (OwnerOf(map.WorldId) is { } owner && owner != file)
        {
            LogFault(logger, file.Name, "$.worldId", $"is '{map.WorldId}', which {owner.Name} is the file of; this one is passed over.");
            return;
        }

        if (file.WorldId is { } before && before != map.WorldId) Withdraw(file);
        file.WorldId = map.WorldId;
        worlds.Put(map);
    }

    /// <summary>The world in the file, or <c>null</c> after its faults have been told.</summary>
    private WorldMap? ReadFile(WorldFile file, FileInfo info)
    {
        try
        {
            var result = WorldFileReader.ReadFile(info.FullName, file.Name);
            foreach (var warning in result.Warnings) LogWarning(logger, warning.File, warning.Path, warning.Why);
            foreach (var fault in result.Faults) LogFault(logger, fault.File, fault.Path, fault.Why);
            if (result.Map is null && file.WorldId is { } kept) LogKept(logger, kept, file.Name);
            return result.Map;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            file.Stamp = null;
            LogFault(logger, file.Name, "$", $"can't be read: {fault.Message}");
            return null;
        }
    }

    /// <summary>Lets go of what is missing for the second time.</summary>
    private bool ForgetMissing(HashSet<string> found)
    {
        var again = false;
        foreach (var file in files.Values.Where(f => !found.Contains(f.Name)).ToArray())
        {
            if (file.Missing) Forget(file);
            else file.Missing = again = true;
        }

        return again;
    }

    private void Forget(WorldFile file)
    {
        files.Remove(file.Name);
        Withdraw(file);

        // Another may have waited for this one's id.
        foreach (var other in files.Values.Where(f => f.WorldId is null)) other.Stamp = null;
    }

    private void Withdraw(WorldFile file)
    {
        if (file.WorldId is not { } id) return;

        file.WorldId = null;
        if (example?.WorldId == id) worlds.Put(example);
        else worlds.Remove(id);
        LogGone(logger, id, file.Name);
    }

    private WorldFile FileOf(string name)
    {
        if (!files.TryGetValue(name, out var file)) files[name] = file = new WorldFile(name);
        return file;
    }

    private WorldFile? OwnerOf(string worldId) => files.Values.FirstOrDefault(f => f.WorldId == worldId);

    /// <summary>Not over a file that is there, though it may be good for nothing: somebody may be writing it.</summary>
    private string NewNameOf(string worldId) =>
        WorldFileName.Of(worldId) is var name && File.Exists(PathOf(name)) ? WorldFileName.Hashed(worldId) : name;

    private string PathOf(string name) => System.IO.Path.Combine(path, name);

    private static (DateTime Written, long Length) StampOf(FileInfo info) => (info.LastWriteTimeUtc, info.Length);

    /// <summary>Written aside, all the way to the disk, and moved into place.</summary>
    private void Replace(string target, byte[] json)
    {
        Directory.CreateDirectory(path);
        var draft = PathOf($".{Guid.NewGuid():N}.tmp");
        try
        {
            using (var file = new FileStream(draft, FileMode.CreateNew, FileAccess.Write))
            {
                file.Write(json);
                file.Flush(flushToDisk: true);
            }

            File.Move(draft, target, overwrite: true);
        }
        finally
        {
            File.Delete(draft);
        }
    }

    [LoggerMessage(LogLevel.Warning, "World file {File}: {Path}: {Why}")]
    private static partial void LogFault(ILogger logger, string file, string path, string why);

    [LoggerMessage(LogLevel.Information, "World file {File}: {Path}: {Why}")]
    private static partial void LogWarning(ILogger logger, string file, string path, string why);

    [LoggerMessage(LogLevel.Warning, "World {World} stays as it was, until {File} has no faults.")]
    private static partial void LogKept(ILogger logger, string world, string file);

    [LoggerMessage(LogLevel.Information, "World {World} has gone with {File}.")]
    private static partial void LogGone(ILogger logger, string world, string file);

    [LoggerMessage(LogLevel.Warning, "The folder of worlds, {Folder}, can't be read, and worlds stay as they are: {Why}")]
    private static partial void LogUnreadable(ILogger logger, string folder, string why);
}
