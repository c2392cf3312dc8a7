using Parley.Core.Rooms;

namespace Parley.RabbitMq.Shards;

/// <summary>Which shard a room is in, and which node a shard belongs to. Every node comes to the same answers.</summary>
internal static class Placement
{
    public const int Shards = 256;

    /// <summary>FNV-1a over the kind and the key, which every version has to agree on.</summary>
    public static int ShardOf(RoomId room)
    {
        var hash = Mix(Mix(14695981039346656037, room.Kind), room.Key);
        return (int)(Scramble(hash) % Shards);
    }

    /// <summary>Rendezvous hashing: each node has a rank for each shard, and a node that comes or goes moves only its own.</summary>
    public static long OwnerOf(int shard, IEnumerable<long> nodes)
    {
        var (best, rank) = (0L, 0UL);
        foreach (var node in nodes)
        {
            var own = Scramble((ulong)node ^ Scramble((ulong)shard + 1));
            if (best != 0 && (own < rank || (own == rank && node < best))) continue;
            (best, rank) = (node, own);
        }

        return best;
    }

    private static ulong Mix(ulong hash, string text)
    {
        foreach (var character in text) hash = (hash ^ character) * 1099511628211;
        return (hash ^ 0x3A) * 1099511628211;
    }

    /// <summary>The finalizer of SplitMix64.</summary>
    private static ulong Scramble(ulong value)
    {
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }
}
