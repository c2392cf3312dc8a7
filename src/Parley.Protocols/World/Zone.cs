using Parley.Core.Messages;

namespace Parley.Protocols.World;

/// <summary>The live side of a map's zone: who is in it. Part of one world, and changed under that world's lock only.</summary>
internal sealed class Zone(WorldRoom world, MapZone map)
{
    private readonly List<Occupant> occupants = [];

    /// <summary>The world that it is part of.</summary>
    public WorldRoom World => world;

    /// <summary>What the map says of it; another one after the map was swapped.</summary>
    public MapZone Map { get; set; } = map;

    /// <summary>Its id.</summary>
    public string Id => Map.Id;

    /// <summary>Decides how media flows among its people.</summary>
    public ZoneTopology Media { get; } = world.NewTopology(map);

    /// <summary>How media flows among its people, as they are told.</summary>
    public MediaTopology Topology => Media.OnSfu ? MediaTopology.Sfu : MediaTopology.P2PDirect;

    /// <summary>As what it is counted among all zones; <c>null</c> while nobody is in it.</summary>
    public MediaTopology? CountedAs { get; set; }

    /// <summary>Who is in it, in the order they came; those in their grace included.</summary>
    public IReadOnlyList<Occupant> Occupants => occupants;

    public void Add(Occupant occupant) => occupants.Add(occupant);

    public void Remove(Occupant occupant) => occupants.Remove(occupant);

    /// <summary>Tells everybody in it but <paramref name="except"/>.</summary>
    public void Tell(Event message, Occupant? except = null)
    {
        foreach (var occupant in occupants)
        {
            if (occupant != except) occupant.Tell(message);
        }
    }
}
