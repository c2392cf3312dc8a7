using Parley.RabbitMq.Shards;
using Parley.RabbitMq.Wire;
using ShardRoute = Parley.RabbitMq.Shards.Route;

namespace Parley.RabbitMq;

/// <content>Who lives, and which shards are whose.</content>
public sealed partial class ClusterNode
{
    private const int HandedOverAtOnce = 32;

    private readonly long[] claimAt = new long[Placement.Shards];
    private volatile bool connected;
    private volatile bool leaving;
    private bool lost;
    private bool wasInContact;
    private bool everInContact;
    private bool complained;
    private bool refused;
    private long contactAt;
    private long settledAt;
    private long connectAt;
    private long announceAt;
    private int connection;

    /// <summary>Whether its shards are to go to others.</summary>
    internal bool IsGoing => leaving || Yields;

    private bool IsSettled => !IsGoing && InContact && Now >= settledAt;

    private async Task LoopAsync()
    {
        using var timer = new PeriodicTimer(Timing.Turn);
        try
        {
            do
            {
                try
                {
                    await TurnAsync(stopping.Token);
                }
                catch (Exception failure) when (!stopping.IsCancellationRequested && Broker.IsSilence(failure))
                {
                    Complain(failure);
                }
                catch (Exception failure) when (!stopping.IsCancellationRequested)
                {
                    LogFailed(logger, failure);
                }
            }
            while (await timer.WaitForNextTickAsync(stopping.Token));
        }
        catch (OperationCanceledException)
        {
            // Disposed of.
        }
    }

    private async Task TurnAsync(CancellationToken cancellationToken)
    {
        if (!broker.IsOpen) connected = false;
        if (!connected) await ConnectAsync(cancellationToken);
        LookAround();
        if (IsSettled || (IsGoing && InContact)) await PlaceAsync(cancellationToken);
        foreach (var shard in owned) shard?.Turn();
        while (buried.TryDequeue(out var edge)) edge.Shard.Remove(edge);
        if (Now >= announceAt) await AnnounceAsync(cancellationToken);
        WasWhole |= IsWhole;
    }

    private async Task ConnectAsync(CancellationToken cancellationToken)
    {
        Lost();
        if (Now < connectAt) return;
        connectAt = Now + Timing.Retry;
        var name = lost ? NewId() : Id;
        try
        {
            await broker.ConnectAsync(name, Take, () => connected = false, cancellationToken);
        }
        catch (Exception failure) when (failure is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            Complain(failure);
            return;
        }

        if (lost) Renew(name);
        complained = lost = false;
        connection++;
        settledAt = long.MaxValue;
        connected = true;
        announceAt = 0;
        foreach (var other in nodes.Values) other.Link.SendAgain();
        LogConnected(logger, Id);
    }

    /// <summary>Once for each time that it is away.</summary>
    private void Complain(Exception failure)
    {
        // The client library's messages have whole stacks behind their first line.
        if (!complained) LogNoBroker(logger, failure.Message.Split('\n')[0].TrimEnd('.'));
        complained = true;
    }

    /// <summary>With the connection, the queues are gone that made shards this node's.</summary>
    private void Lost()
    {
        lock (gate)
        {
            if (wasInContact)
            {
                wasInContact = false;
                Route();
            }
        }

        foreach (var shard in owned)
        {
            if (shard is not null) shard.HasLock = false;
        }
    }

    /// <summary>Others have forgotten this node: it comes back as another, with nothing under way.</summary>
    private void Renew(long name)
    {
        lock (gate)
        {
            foreach (var shard in shards) shard.GiveUp();
            foreach (var other in nodes.Values) other.Link.Close();
            nodes.Clear();
            for (var i = 0; i < owned.Length; i++)
            {
                if (owned[i] is { HasRemote: true }) End(i, deposed: true);
            }

            Volatile.Write(ref id, name);
            Route();
        }
    }

    private void LookAround()
    {
        lock (gate)
        {
            var contact = InContact;
            if (contact != wasInContact)
            {
                wasInContact = contact;
                if (contact && everInContact) InTouchAt = Now + Timing.Forget;
                everInContact |= contact;
                foreach (var other in nodes.Values) other.HeardAt = Now;
                Route();
                if (contact)
                {
                    if (settledAt == long.MaxValue) settledAt = Now + Timing.Settle;
                    foreach (var shard in owned) shard?.Resume();
                    foreach (var shard in shards) shard.Retry();
                }
            }

            if (!contact) return;
            foreach (var (node, other) in nodes)
            {
                if (Now - other.HeardAt >= Timing.Forget) Forget(node, other);
            }

            foreach (var (node, at) in forgotten.ToArray())
            {
                if (Now - at > Timing.Remember) forgotten.Remove(node);
            }
        }
    }

    private void Forget(long node, OtherNode other)
    {
        LogForgotten(logger, node);
        nodes.TryRemove(node, out _);
        forgotten[node] = Now;
        other.Link.Close();
        foreach (var shard in owned)
        {
            shard?.Reopened(node);
            shard?.Lose(node);
        }

        Route();
    }

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

    private async ValueTask AnnounceAsync(CancellationToken cancellationToken)
    {
        if (!connected) return;
        announceAt = Now + Timing.Announce;
        Announcement says;
        lock (gate)
        {
            says = new Announcement(
                Id, Now, connection, IsSettled, [.. forgotten.Keys],
                [.. owned.Where(o => o is { HasLock: true, IsOver: false, IsDraining: false }).Select(o => (o!.Number, o.Epoch))]);
        }

        await broker.TellAllAsync(says.ToArray(), cancellationToken);
        Interlocked.Increment(ref published);
    }

    private void Hear(Announcement says)
    {
        if (says.Node == Id)
        {
            Volatile.Write(ref contactAt, Math.Max(contactAt, says.SentAt));
            return;
        }

        lock (gate)
        {
            if (forgotten.ContainsKey(says.Node)) return;
            if (says.Forgotten.Contains(Id))
            {
                // The loop connects anew, as another node.
                lost = true;
                connected = false;
                return;
            }

            var other = Known(says.Node);
            var before = other.Says;
            if (before is null) LogFound(logger, says.Node);
            (other.Says, other.HeardAt) = (says, Now);
            if (before is not null && before.Connection != says.Connection) other.Link.SendAgain();
            if (before is null || !before.Owned.SequenceEqual(says.Owned)) Route();
        }
    }
}
