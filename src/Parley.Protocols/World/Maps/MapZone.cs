namespace Parley.Protocols.World;

/// <summary>A part of a map in which people meet. Immutable; a changed world has zones of its own.</summary>
public sealed class MapZone
{
    /// <summary>Its place in <see cref="WorldMap.Zones"/>.</summary>
    public required int Index { get; init; }

    /// <summary>Its id, unique in its world.</summary>
    public required string Id { get; init; }

    /// <summary>For people; the id where the file gives no name.</summary>
    public required string Name { get; init; }

    /// <summary>What it is for.</summary>
    public required ZoneType Type { get; init; }

    /// <summary>
    /// Its rectangle. A tile in it may still belong to a private room inside: <see cref="WorldMap.ZoneAt"/> decides.
    /// </summary>
    public required TileBounds Bounds { get; init; }

    /// <summary>Where it differs from others of its type.</summary>
    public required ZoneOverrides Overrides { get; init; }

    /// <summary>The doors that lead to it.</summary>
    public IReadOnlyList<MapDoor> Doors { get; internal set; } = [];

    /// <summary>How many of its tiles one can be put on: those that neither block nor are a door.</summary>
    public int Places { get; internal set; }

    /// <summary>Whether these roles may come in: some door lets them, or there is none to hold them.</summary>
    public bool Admits(IReadOnlyCollection<string> roles) => Doors.Count == 0 || Doors.Any(d => d.Admits(roles));

    /// <inheritdoc/>
    public override string ToString() => $"{Type} {Id}";
}
