namespace Parley.Protocols.World;

/// <summary>Presence: what others see changes, and is told to the zone on its next tick.</summary>
internal sealed partial class WorldRoom
{
    /// <summary>Something that others see of somebody changed.</summary>
    private void Touch(Occupant occupant)
    {
        _ = (this, occupant);
    }

    /// <summary>Who walks and is not heard of stands still. When that is so next, or never.</summary>
    private long IdleAt(Occupant occupant, long now)
    {
        if (occupant.Presence.Stance != Stance.Walking) return long.MaxValue;

        var at = occupant.UpdatedAt + (long)Options.IdleAfter.TotalMilliseconds;
        if (at > now) return at;

        occupant.Presence.Stance = Stance.Idle;
        Touch(occupant);
        return long.MaxValue;
    }
}
