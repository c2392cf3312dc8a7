using Parley.Core.Messages;

namespace Parley.Protocols.World;

/// <summary>Objects: who may use one, who holds it, and how it becomes free again.</summary>
internal sealed partial class WorldRoom
{
    private readonly ObjectLocks locks = new(protocol.Rules.Uuids, protocol.Options.ObjectLease);

    /// <summary>What is held by the people of a zone.</summary>
    public IReadOnlyList<ObjectLock> HeldIn(Zone zone) =>
        locks.Held.Count == 0 ? [] : [.. locks.Held.Where(l => occupants.TryGetValue(l.UserId, out var o) && o.Zone == zone)];

    private void Request(Occupant occupant, RequestObject asked)
    {
        if (map!.Object(asked.ObjectId) is not { } thing)
        {
            occupant.Tell(NoObject(WorldType.InteractRequest));
            return;
        }

        if (WhyNot(occupant, thing, asked.Action) is { } reason)
        {
            occupant.Tell(new InteractDenied(thing.Id, reason));
        }
        else if (!thing.Single)
        {
            occupant.Tell(new InteractGranted(thing.Id, lockId: null));
        }
        else if (locks.TryTake(thing.Id, occupant.User.Id, protocol.Clock.Milliseconds, out var isNew) is { } taken)
        {
            Want(locks.DueAt);
            occupant.Tell(new InteractGranted(thing.Id, taken.LockId));
            if (isNew) occupant.Zone.Tell(new ObjectOccupied(thing.Id, occupant.User.Id));
            Keep(occupant);
        }
        else
        {
            occupant.Tell(new InteractDenied(thing.Id, InteractDenied.Occupied));
        }
    }

    /// <summary>What was asked for comes first, then who asks; whether it is free is asked last.</summary>
    private string? WhyNot(Occupant occupant, MapObject thing, string action) =>
        thing.Action != action || !Reaches(occupant, thing) ? InteractDenied.Invalid
        : !thing.Admits(occupant.User.Roles) ? InteractDenied.Unauthorized
        : thing.Requires.Any(r => !locks.Holds(occupant.User.Id, r)) ? InteractDenied.Invalid
        : null;

    /// <summary>Near enough, and not behind the wall to another zone.</summary>
    private bool Reaches(Occupant occupant, MapObject thing) =>
        Distance(occupant.Presence.Position.Value, thing.Position) <= Options.Reach
        && (map!.ZoneAt(thing.Position.Tile) is not { } zone || zone.Id == occupant.Zone.Id);

    private void End(Occupant occupant, EndObject asked)
    {
        if (map!.Object(asked.ObjectId) is not { } thing)
        {
            occupant.Tell(NoObject(WorldType.InteractEnd));
        }
        else if (thing.Single)
        {
            if (locks.TryEnd(thing.Id, occupant.User.Id, asked.LockId)) TellReleased(occupant.Zone, [new(thing.Id, occupant.User.Id, asked.LockId)]);
            else occupant.Tell(Wrong("payload.lock_id", "is not the lock by which you hold this object", "lock_not_held"));
        }
    }

    private void ReleaseObjects(Occupant occupant, Zone? zone = null) =>
        TellReleased(zone ?? occupant.Zone, locks.ReleaseAll(occupant.User.Id));

    private void ReleaseOutOfReach(Occupant occupant) =>
        TellReleased(
            occupant.Zone,
            locks.Release(occupant.User.Id, l => map!.Object(l.ObjectId) is not { } thing || !Reaches(occupant, thing)));

    /// <summary>What the new map has not, or has elsewhere, or otherwise.</summary>
    private void ReleaseMissing(WorldMap swapped) =>
        TellReleased(locks.ReleaseAny(l =>
            swapped.Object(l.ObjectId) is not { Single: true } thing
            || (occupants.TryGetValue(l.UserId, out var holder) && !Reaches(holder, thing))));

    private void ExpireObjects(long now) => TellReleased(locks.Expire(
        now, userId => occupants.TryGetValue(userId, out var holder) && holder.Session is { IsCutOff: true }));

    private void TellReleased(IReadOnlyList<ObjectLock> released)
    {
        foreach (var gone in released)
        {
            if (occupants.TryGetValue(gone.UserId, out var holder)) TellReleased(holder.Zone, [gone]);
        }
    }

    private void TellReleased(Zone zone, IReadOnlyList<ObjectLock> released)
    {
        foreach (var gone in released)
        {
            zone.Tell(new ObjectOccupied(gone.ObjectId, null));
            if (occupants.TryGetValue(gone.UserId, out var holder)) Keep(holder);
        }
    }

    private static ErrorEvent NoObject(WorldType type) =>
        new(ErrorCode.ObjectNotFound, "payload.object_id: this world has no such object.")
        {
            OffendingType = type.Name(),
            Field = "payload.object_id",
        };
}
