using Parley.RabbitMq.Shards;
using ShardRoute = Parley.RabbitMq.Shards.Route;

namespace Parley.RabbitMq;

/// <content>Which shards are whose: claimed, kept, handed over, and where each is now.</content>
public sealed partial class ClusterNode
{
    private const int HandedOverAtOnce = 32;

    private readonly long[] claimAt = new long[Placement.Shards];
    private bool refused;

    /// <summary>Nodes that may own shards now, this one not among them.</summary>
    private IEnumerable<long> Candidates() => nodes.Values
        .Where(n => n.Says is { Settled: true } && Now - n.HeardAt < Timing.Suspect).Select(n => n.Id);

    private async Task PlaceAsync(CancellationToken cancellationToken)
    {
        long[] candidates = [.. Candidates()];
        if (!IsGoing) candidates = [.. candidates, Id];
        if (candidates.Length == 0) return;
        refused = false;
        var changed = 0;
        var draining = owned.Count(o => o is { IsDraining: true });
        // Its rooms would wait for the acknowledgements of who is silent, and work meanwhile as long as they stay here.
        var mayDrain = IsGoing || nodes.Values.All(n => Now - n.HeardAt < Timing.Suspect);
        for (var i = 0; i < owned.Length; i++)
        {
            // The broker may take its time over each of them.
            if (Now >= announceAt) await AnnounceAsync(cancellationToken);
            var shard = owned[i];
            var mine = Placement.OwnerOf(i, candidates) == Id;
            if (shard is { HasLock: true, IsOver: false })
            {
                if (shard.IsDraining)
                {
                    if (!shard.IsDrained(nodes.Values.Select(n => n.Link))) continue;
                    lock (gate) End(i, deposed: false);
                    await broker.ReleaseAsync(i, cancellationToken);
                    changed++;
                }
                else if (!mine && mayDrain && shard.Works && draining < HandedOverAtOnce)
                {
                    shard.Drain(nodes.Values.Select(n => n.Link));
                    draining++;
                }
            }
            else if (mine)
            {
                if (refused) continue;
                if (await TryClaimAsync(i, cancellationToken) && ++changed % HandedOverAtOnce == 0)
                    await AnnounceAsync(cancellationToken);
            }
            else if (shard is { IsOver: false })
            {
                // Kept while it was not known whose it is: its rooms go on elsewhere.
                lock (gate) End(i, deposed: true);
                changed++;
            }
        }

        if (changed == 0) return;
        lock (gate) Route();
        await AnnounceAsync(cancellationToken);
    }

    private async Task<bool> TryClaimAsync(int number, CancellationToken cancellationToken)
    {
        if (Now < claimAt[number] || OwnerElsewhere(number)) return false;
        if (!await broker.TryClaimAsync(number, cancellationToken))
        {
            // Whoever holds it lives, though it is silent: the rest of what seems to be free is not asked for now.
            refused = true;
            claimAt[number] = Now + Timing.Suspect;
            return false;
        }

        lock (gate)
        {
            if (!InContact) return false;
            End(number, deposed: true);
            var epoch = Math.Max(shards[number].Fence + 1, DateTimeOffset.UtcNow.ToUnixTimeMilliseconds());
            shards[number].Raise(epoch);
            owned[number] = new OwnedShard(this, number, epoch, nodes.Values.Where(n => MayOpenAgain(n, number)).Select(n => n.Id));
            Route();
            LogClaimed(logger, number, epoch);
        }

        return true;
    }

    /// <summary>
    /// Whether the node is waited for until its sessions are open again. One that is silent may only be slow; the owner that
    /// is silent is dead, or nobody else could have had the shard, unless everybody had lost it, with the broker.
    /// </summary>
    private bool MayOpenAgain(OtherNode node, int number) =>
        Now - node.HeardAt < Timing.Suspect || Now - Timing.Forget < settledAt
        || node.Says is not { } says || says.Owned.All(o => o.Shard != number);

    /// <summary>Whether a node that lives says that the shard is its own.</summary>
    private bool OwnerElsewhere(int number) => nodes.Values.Any(n =>
        Now - n.HeardAt < Timing.Suspect && n.Says is { } says && says.Owned.Any(o => o.Shard == number && o.Epoch >= shards[number].Fence));

    private void End(int number, bool deposed)
    {
        if (owned[number] is not { IsOver: false } shard) return;
        shard.End(deposed);
        owned[number] = null;
        released?.Invoke(number);
        LogReleased(logger, number);
    }

    /// <summary>Where each shard is now, by what is known; sessions follow. Under the lock.</summary>
    private void Route()
    {
        var best = new ShardRoute[Placement.Shards];
        Array.Fill(best, ShardRoute.None);
        foreach (var other in nodes.Values)
        {
            if (!wasInContact || other.Says is not { } says) continue;
            foreach (var (shard, epoch) in says.Owned)
            {
                shards[shard].Raise(epoch);
                if (epoch > best[shard].Epoch) best[shard] = new ShardRoute(epoch, null, other.Id, other.Link);
            }
        }

        for (var i = 0; i < best.Length; i++)
        {
            if (owned[i] is { IsOver: false } mine)
            {
                if (mine.Epoch < shards[i].Fence) End(i, deposed: true);
                else best[i] = new ShardRoute(mine.Epoch, mine, Id, null);
            }

            if (best[i].Epoch < shards[i].Fence) best[i] = ShardRoute.None;
            if (best[i] != shards[i].Route) shards[i].Follow(best[i]);
        }
    }
}
