using Parley.Core.Messages;

namespace Parley.Protocols.World;

/// <summary>
/// Somebody in a world: a place in a zone, which outlives the connection for the grace after a drop. Changed under the
/// world's lock only.
/// </summary>
internal sealed class Occupant(WorldUser user, WorldSession session, Zone zone)
{
    /// <summary>Who; as the token of the latest connection says.</summary>
    public WorldUser User { get; set; } = user;

    /// <summary>The connection; <c>null</c> while one that was lost has not come back.</summary>
    public WorldSession? Session { get; set; } = session;

    /// <summary>Whether the connection was lost and the session kept: it gets no presence, which would be old when it is back.</summary>
    public bool IsAway { get; set; }

    /// <summary>Where; always one of the world's.</summary>
    public Zone Zone { get; set; } = zone;

    /// <summary>What others see.</summary>
    public Presence Presence;

    /// <summary>When the last update came, in milliseconds of the clock.</summary>
    public long UpdatedAt { get; set; }

    /// <summary>Until when a lost connection may come back; in milliseconds of the clock.</summary>
    public long AwaitedUntil { get; set; } = long.MaxValue;

    /// <summary>How far it may move now.</summary>
    public Stride Stride;

    /// <summary>The timestamp of the latest accepted move: what is older has been overtaken.</summary>
    public double MovedAt { get; set; } = double.NegativeInfinity;

    /// <summary>What of the zone's presence this one's client was given.</summary>
    public Delivery Delivery;

    /// <summary>The zone's tick with which its presence last changed.</summary>
    public long ChangedAt { get; set; }

    /// <summary>Its place among those who changed on the tick that is being told.</summary>
    public int Turn { get; set; }

    /// <summary>Drops the presence that waits for its client; the next tick tells it what of that is still true.</summary>
    public void DropWaiting()
    {
        if (Session is { } there && there.DropLatest()) Delivery.Dropped = true;
    }

    /// <summary>Tells its client, if it has one.</summary>
    public bool Tell(Event message) => Session is { } there && there.TryDeliver(message);
}
