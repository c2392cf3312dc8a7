using Parley.Core.Storage;
using Parley.Protocols.World;
using Parley.Server.Options;

namespace Parley.Server.Worlds;

/// <summary>
/// World files that are written by REST, where a database belongs to several nodes: it has them for all, and each node
/// takes them into its own folder. Files that nobody wrote by REST are each node's own.
/// </summary>
internal sealed partial class SharedWorlds(
    IStore store, WorldFolder folder, WorldCatalog worlds, StorageOptions storage, TimeProvider time, ILogger<SharedWorlds> logger)
    : IDisposable
{
    /// <summary>What was read first is not to be written last.</summary>
    private readonly SemaphoreSlim gate = new(1);

    /// <summary>Whether there may be other nodes.</summary>
    public bool IsShared => storage.Provider == StorageOptions.Postgres;

    /// <summary>Writes a world for all nodes.</summary>
    /// <exception cref="StoreUnavailableException">The store failed.</exception>
    /// <exception cref="IOException">The others have it, and this node can't write it.</exception>
    public Task PutAsync(WorldMap map, byte[] json, CancellationToken cancellationToken) =>
        ChangeAsync(new FileRecord(map.WorldId, map.Json.Hash, json, time.GetUtcNow()), cancellationToken);

    /// <summary>Takes a world away from all nodes.</summary>
    /// <exception cref="StoreUnavailableException">The store failed.</exception>
    public Task RemoveAsync(string worldId, CancellationToken cancellationToken) =>
        ChangeAsync(new FileRecord(worldId, "", null, time.GetUtcNow()), cancellationToken);

    /// <summary>Brings this node in line with the store.</summary>
    /// <exception cref="StoreUnavailableException">The store failed.</exception>
    public async Task ReviewAsync(CancellationToken cancellationToken)
    {
        if (!IsShared) return;
        foreach (var (worldId, hash) in await store.ListFilesAsync(cancellationToken))
        {
            if (HashOf(worldId) != hash) await TakeAsync(worldId, cancellationToken);
        }
    }

    /// <summary>Brings one world in line with the store.</summary>
    /// <exception cref="StoreUnavailableException">The store failed.</exception>
    public async Task TakeAsync(string worldId, CancellationToken cancellationToken)
    {
        try
        {
            if (IsShared) await TakeInAsync(worldId, cancellationToken);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            LogUnwritable(logger, worldId, folder.Path, fault.Message);
        }
    }

    public void Dispose() => gate.Dispose();

    private async Task ChangeAsync(FileRecord file, CancellationToken cancellationToken)
    {
        await store.PutFileAsync(file, cancellationToken);
        await TakeInAsync(file.Name, cancellationToken);
    }

    private async Task TakeInAsync(string worldId, CancellationToken cancellationToken)
    {
        await gate.WaitAsync(cancellationToken);
        try
        {
            if (await store.FindFileAsync(worldId, cancellationToken) is { } record && HashOf(worldId) != record.Hash) TakeIn(record);
        }
        finally
        {
            gate.Release();
        }
    }

    /// <summary>Of what comes from a file; the example is none.</summary>
    private string HashOf(string worldId) => folder.HasFileOf(worldId) && worlds.Find(worldId) is { } map ? map.Json.Hash : "";

    private void TakeIn(FileRecord record)
    {
        if (record.Content is not { } json) folder.Delete(record.Name);
        else if (WorldFileReader.Read(json, record.Name).Map is { } map) folder.Write(map, json);
        else LogNewer(logger, record.Name);
    }

    [LoggerMessage(LogLevel.Error, "World {World}, as another node wrote it, can't be written to {Folder}: {Why}")]
    private static partial void LogUnwritable(ILogger logger, string world, string folder, string why);

    [LoggerMessage(LogLevel.Warning, "World {World} was written by another version, which takes what this one takes for faults.")]
    private static partial void LogNewer(ILogger logger, string world);
}
