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

    /// <summary>The session whose lost connection is waited for; <c>null</c> while there is one.</summary>
    public WorldSession? Awaited { get; set; }

    /// <summary>Whoever says how this place is to be made again on another node.</summary>
    public WorldSession? Keeper => Session ?? Awaited;

    /// <summary>Whether that has changed by what is being handled now.</summary>
    public bool IsChanged { get; set; }

    /// <summary>Whether it took steps that are not kept there yet.</summary>
    public bool IsStale { get; set; }

    /// <summary>When that was kept last, in milliseconds of the clock.</summary>
    public long KeptAt { get; set; }

    /// <summary>Where it was on another node, as long as it was told nothing on this one.</summary>
    public WorldPlace? Restored { get; set; }

    /// <summary>Whether it may be elsewhere than is known here, as its last steps were taken on another node.</summary>
    public bool IsUncertain { get; set; }

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
