using Parley.Core.Identity;

namespace Parley.Protocols.World;

/// <summary>
/// Who holds which object: the first who comes. A user's locks last as long as presence comes from the user, and a lease
/// beyond. Not thread-safe: rooms are.
/// </summary>
/// <param name="tokens">Where lock ids come from.</param>
/// <param name="lease">How long locks last without presence.</param>
internal sealed class ObjectLocks(OrderedUuids tokens, TimeSpan lease)
{
    private readonly Dictionary<string, ObjectLock> held = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Holder> holders = new(StringComparer.Ordinal);

    // All leases are equally long, so they end in the order in which they were renewed.
    private readonly LinkedList<Holder> leases = [];

    /// <summary>Every lock there is.</summary>
    public IReadOnlyCollection<ObjectLock> Held => held.Values;

    /// <summary>When the first lease ends, in milliseconds of the clock.</summary>
    public long DueAt => leases.First?.Value.Until ?? long.MaxValue;

    /// <summary>The object's lock, or <c>null</c> when nobody holds it.</summary>
    public ObjectLock? Find(string objectId) => held.GetValueOrDefault(objectId);

    /// <summary>Whether this user holds it.</summary>
    public bool Holds(string userId, string objectId) => Find(objectId)?.UserId == userId;

    /// <summary>
    /// Takes the object. <c>null</c> when another holds it. Who holds it already gets the lock there is: the answer to an
    /// earlier request may have been lost.
    /// </summary>
    /// <param name="objectId">Which.</param>
    /// <param name="userId">For whom.</param>
    /// <param name="now">Milliseconds of the clock.</param>
    /// <param name="isNew">Whether nobody held it before.</param>
    public ObjectLock? TryTake(string objectId, string userId, long now, out bool isNew)
    {
        isNew = !held.TryGetValue(objectId, out var current);
        if (!isNew && current!.UserId != userId) return null;
        if (isNew) current = Add(new ObjectLock(objectId, userId, tokens.Next()));
        Renew(userId, now);
        return current;
    }

    /// <summary>What the user holds.</summary>
    public IReadOnlyList<ObjectLock> HeldBy(string userId) =>
        holders.Count > 0 && holders.TryGetValue(userId, out var holder) ? holder.Locks : [];

    /// <summary>The object was held on another node by this lock, and still is; with a lease as long as any.</summary>
    public void Restore(ObjectLock taken, long now)
    {
        if (held.ContainsKey(taken.ObjectId)) return;
        Add(taken);
        Renew(taken.UserId, now);
    }

    /// <summary>Gives the object back. <c>false</c> where this is not the lock by which this user holds it.</summary>
    public bool TryEnd(string objectId, string userId, Guid lockId)
    {
        if (Find(objectId) is not { } current || current.UserId != userId || current.LockId != lockId) return false;
        Remove(current);
        return true;
    }

    /// <summary>Presence came from the user. Whether the user holds anything.</summary>
    public bool Renew(string userId, long now)
    {
        if (holders.Count == 0 || !holders.TryGetValue(userId, out var holder)) return false;
        holder.Until = now + (long)lease.TotalMilliseconds;
        leases.Remove(holder.Place);
        leases.AddLast(holder.Place);
        return true;
    }

    /// <summary>Takes away what the user holds and <paramref name="goes"/> applies to, and returns it.</summary>
    public IReadOnlyList<ObjectLock> Release(string userId, Func<ObjectLock, bool> goes) =>
        holders.Count == 0 || !holders.TryGetValue(userId, out var holder) ? [] : Remove([.. holder.Locks.Where(goes)]);

    /// <summary>Takes away all that the user holds, and returns it.</summary>
    public IReadOnlyList<ObjectLock> ReleaseAll(string userId) => Release(userId, static _ => true);

    /// <summary>Takes away what <paramref name="goes"/> applies to, whoever holds it, and returns it.</summary>
    public IReadOnlyList<ObjectLock> ReleaseAny(Func<ObjectLock, bool> goes) => Remove([.. held.Values.Where(goes)]);

    /// <summary>Takes away what those hold whose lease has ended, and returns it.</summary>
    /// <param name="now">Milliseconds of the clock.</param>
    /// <param name="isSpared">Of whom it says nothing that no presence came: their leases begin anew.</param>
    public IReadOnlyList<ObjectLock> Expire(long now, Func<string, bool>? isSpared = null)
    {
        if (DueAt > now) return [];
        var released = new List<ObjectLock>();
        while (leases.First is { } first && first.Value.Until <= now)
        {
            if (isSpared?.Invoke(first.Value.UserId) == true && lease > TimeSpan.Zero) Renew(first.Value.UserId, now);
            else released.AddRange(ReleaseAll(first.Value.UserId));
        }

        return released;
    }

    private ObjectLock Add(ObjectLock taken)
    {
        held.Add(taken.ObjectId, taken);
        if (!holders.TryGetValue(taken.UserId, out var holder))
        {
            holders.Add(taken.UserId, holder = new Holder(taken.UserId));
            leases.AddLast(holder.Place);
        }

        holder.Locks.Add(taken);
        return taken;
    }

    private ObjectLock[] Remove(ObjectLock[] locks)
    {
        foreach (var gone in locks) Remove(gone);
        return locks;
    }

    private void Remove(ObjectLock gone)
    {
        held.Remove(gone.ObjectId);
        var holder = holders[gone.UserId];
        holder.Locks.Remove(gone);
        if (holder.Locks.Count > 0) return;
        holders.Remove(gone.UserId);
        leases.Remove(holder.Place);
    }

    private sealed class Holder
    {
        public Holder(string userId)
        {
            UserId = userId;
            Place = new LinkedListNode<Holder>(this);
        }

        public string UserId { get; }

        public List<ObjectLock> Locks { get; } = new(1);

        public LinkedListNode<Holder> Place { get; }

        public long Until { get; set; }
    }
}
