using Parley.Core.Rooms;

namespace Parley.Protocols.World;

/// <summary>Presence: what others see changes, and is told to the zone on its next tick.</summary>
internal sealed partial class WorldRoom
{
    /// <summary>For zones, whose turn comes on the ticker's thread.</summary>
    public void Dispatch(Command command) => protocol.Rooms.Dispatch(Id, command);

    /// <summary>For zones in which something changed.</summary>
    public void Ask(Zone zone) => protocol.Ticker.Ask(zone);

    /// <summary>Something that others see of somebody changed.</summary>
    private static void Touch(Occupant occupant) => occupant.Zone.Touch(occupant);

    /// <summary>Who walks and is not heard of stands still. When that is so next, or never.</summary>
    private long IdleAt(Occupant occupant, long now)
    {
        if (occupant.Presence.Stance != Stance.Walking) return long.MaxValue;

        var at = occupant.UpdatedAt + (long)Options.IdleAfter.TotalMilliseconds;
        if (at > now) return at;
        if (occupant.Session is { IsCutOff: true }) return now + (long)Options.IdleAfter.TotalMilliseconds;

        occupant.Presence.Stance = Stance.Idle;
        Touch(occupant);
        Keep(occupant);
        return long.MaxValue;
    }

    /// <summary>
    /// A tick: each client gets what changed, but not what it said itself, in one piece. What changed is written once; who
    /// has got everything so far gets a copy of that, and who has not gets all that changed since.
    /// </summary>
    private void TellPresence(Zone zone)
    {
        // A world that emptied and came again has other zones.
        if (zone.World != this) return;

        var moved = zone.BeginTick();
        var updates = PresenceUpdates.OfThread();
        updates.Begin(moved);
        foreach (var occupant in zone.Present)
        {
            if (occupant is { IsAway: false, Session: { } session }) TellPresence(zone, occupant, session, updates);
        }

        moved.Clear();
    }

    private static void TellPresence(Zone zone, Occupant occupant, WorldSession session, PresenceUpdates updates)
    {
        ref var delivery = ref occupant.Delivery;
        if (delivery.Dropped || session.LatestWaits)
        {
            delivery.Dropped = false;
            updates.SendSince(delivery.Since, zone.Present, occupant, session);
        }
        else
        {
            delivery.Since = zone.Tick;
            updates.Send(zone.Tick, occupant, session);
        }
    }
}
