using System.Collections.Concurrent;

namespace Parley.Protocols.World;

/// <summary>The worlds of this server. Looking one up costs nothing; changes come one after another, each with its event.</summary>
public sealed class WorldCatalog
{
    private readonly ConcurrentDictionary<string, WorldMap> worlds = new(StringComparer.Ordinal);
    private readonly Lock gate = new();

    /// <summary>
    /// A world came, was swapped or went. Told in order, under the catalog's lock: whoever listens returns soon, and
    /// changes no worlds.
    /// </summary>
    public event Action<WorldChange>? Changed;

    /// <summary>How many there are.</summary>
    public int Count => worlds.Count;

    /// <summary>All of them, by id.</summary>
    public IReadOnlyList<WorldMap> All => [.. worlds.Values.OrderBy(w => w.WorldId, StringComparer.Ordinal)];

    /// <summary>The world of this id.</summary>
    public WorldMap? Find(string worldId) => worlds.GetValueOrDefault(worldId);

    /// <summary>Adds a world or puts it in the place of the one of the same id.</summary>
    public void Put(WorldMap map)
    {
        lock (gate)
        {
            var before = Find(map.WorldId);
            if (before?.Json.Hash == map.Json.Hash) return;

            worlds[map.WorldId] = map;
            Changed?.Invoke(new WorldChange(map.WorldId, before, map));
        }
    }

    /// <summary>Takes a world away.</summary>
    /// <returns>Whether there was one.</returns>
    public bool Remove(string worldId)
    {
        lock (gate)
        {
            if (!worlds.TryRemove(worldId, out var before)) return false;

            Changed?.Invoke(new WorldChange(worldId, before, After: null));
            return true;
        }
    }
}
