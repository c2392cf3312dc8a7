namespace Parley.Protocols.World;

/// <summary>Tiles that one crosses on the way into a zone, and who may.</summary>
public sealed class MapDoor
{
    /// <summary>Its id, unique among the doors of its world.</summary>
    public required string Id { get; init; }

    /// <summary>Its tiles.</summary>
    public required TileBounds Bounds { get; init; }

    /// <summary>The zone behind it.</summary>
    public required MapZone LeadsTo { get; init; }

    /// <summary>Who may cross it.</summary>
    public required DoorAccess Access { get; init; }

    /// <summary>The roles that may cross a <see cref="DoorAccess.Restricted"/> one.</summary>
    public required IReadOnlyList<string> AllowedRoles { get; init; }

    /// <summary>Whether one with these roles may cross it; one role that is allowed is enough.</summary>
    public bool Admits(IReadOnlyCollection<string> roles) => Access switch
    {
        DoorAccess.Public => true,
        DoorAccess.Restricted => AllowedRoles.Any(roles.Contains),
        _ => false,
    };

    /// <inheritdoc/>
    public override string ToString() => $"door {Id}";
}
