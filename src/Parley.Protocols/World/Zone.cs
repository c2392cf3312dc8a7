using System.Runtime.InteropServices;
using Parley.Core.Messages;
using Parley.Core.Time;

namespace Parley.Protocols.World;

/// <summary>The live side of a map's zone: who is in it. Part of one world, and changed under that world's lock only.</summary>
internal sealed class Zone : Ticked
{
    /// <summary>It has no live room.</summary>
    public const long NotHosted = long.MinValue;

    private readonly List<Occupant> occupants = [];
    private readonly List<Occupant> moved = [];
    private readonly TellPresence telling;
    private readonly WorldRoom world;
    private bool asked;

    public Zone(WorldRoom world, MapZone map)
    {
        (this.world, Map, Media) = (world, map, world.NewTopology(map));
        telling = new TellPresence(this);
    }

    /// <summary>The world that it is part of.</summary>
    public WorldRoom World => world;

    /// <summary>What the map says of it; another one after the map was swapped.</summary>
    public MapZone Map { get; set; }

    /// <summary>Its id.</summary>
    public string Id => Map.Id;

    /// <summary>Decides how media flows among its people.</summary>
    public ZoneTopology Media { get; }

    /// <summary>How media flows among its people, as they are told.</summary>
    public MediaTopology Topology => Media.OnSfu ? MediaTopology.Sfu : MediaTopology.P2PDirect;

    /// <summary>
    /// Until when its live room is kept, in milliseconds of the clock: without end while it is on the SFU, a little longer
    /// than that after the way back; <see cref="NotHosted"/> when it has none.
    /// </summary>
    public long HostedUntil { get; set; } = NotHosted;

    /// <summary>As what it is counted among all zones; <c>null</c> while nobody is in it.</summary>
    public MediaTopology? CountedAs { get; set; }

    /// <summary>Who is in it, in the order they came; those in their grace included.</summary>
    public IReadOnlyList<Occupant> Occupants => occupants;

    /// <summary>The same for where presence is told: looked through without allocating.</summary>
    public ReadOnlySpan<Occupant> Present => CollectionsMarshal.AsSpan(occupants);

    /// <summary>The number of the last tick on which presence was told.</summary>
    public long Tick { get; private set; }

    public void Add(Occupant occupant) => occupants.Add(occupant);

    /// <summary>Somebody is in it who was before, on another node. What is known of its presence counts as told.</summary>
    public void Restore(Occupant occupant)
    {
        occupants.Add(occupant);
        Tick = Math.Max(Tick, 1);
        occupant.ChangedAt = Tick;
    }

    /// <summary>
    /// Nothing of this one's presence goes to the zone any more, nor of the zone's to this one: what is about to be told of
    /// its going must not be overtaken by where it was.
    /// </summary>
    public void Remove(Occupant occupant)
    {
        occupants.Remove(occupant);
        moved.Remove(occupant);
        occupant.ChangedAt = 0;
        occupant.Session?.DropLatest();
        occupant.Delivery = default;
        foreach (var other in occupants) other.DropWaiting();
        if (occupants.Exists(static o => o.Delivery.Dropped)) AskForTick();
    }

    /// <summary>Others are told on the next tick what they see of this one.</summary>
    public void Touch(Occupant occupant)
    {
        if (occupant.ChangedAt == Tick + 1) return;

        occupant.ChangedAt = Tick + 1;
        moved.Add(occupant);
        AskForTick();
    }

    /// <summary>Its client has missed presence: the next tick tells it all.</summary>
    public void TellAgain(Occupant occupant)
    {
        occupant.Delivery = new Delivery { Dropped = true };
        AskForTick();
    }

    /// <summary>Begins a tick: who changed since the last one.</summary>
    public List<Occupant> BeginTick()
    {
        asked = false;
        Tick++;
        return moved;
    }

    /// <summary>Tells everybody in it but <paramref name="except"/>.</summary>
    public void Tell(Event message, Occupant? except = null)
    {
        foreach (var occupant in occupants)
        {
            if (occupant != except) occupant.Tell(message);
        }
    }

    /// <inheritdoc/>
    protected override void OnTick() => world.Dispatch(telling);

    private void AskForTick()
    {
        if (asked) return;
        asked = true;
        world.Ask(this);
    }
}
