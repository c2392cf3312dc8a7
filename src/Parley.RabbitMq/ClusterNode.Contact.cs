using Parley.RabbitMq.Wire;

namespace Parley.RabbitMq;

/// <content>Turn by turn, who lives: this node's connection to the broker, what it says of itself, and whom it hears.</content>
public sealed partial class ClusterNode
{
    private volatile bool connected;
    private volatile bool leaving;
    private bool lost;
    private bool wasInContact;
    private bool everInContact;
    private bool complained;
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
