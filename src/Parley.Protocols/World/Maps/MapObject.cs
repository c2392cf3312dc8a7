namespace Parley.Protocols.World;

/// <summary>A thing in the office: a chair, a desk, a whiteboard.</summary>
public sealed class MapObject
{
    /// <summary>Its id, unique among the objects of its world.</summary>
    public required string Id { get; init; }

    /// <summary>What it is, for those who draw it: <c>chair</c>, <c>whiteboard</c>.</summary>
    public required string Type { get; init; }

    /// <summary>Where it is; reach is measured from here. It may hang on a wall.</summary>
    public required Position Position { get; init; }

    /// <summary>Whether one person at a time holds it, by a lock; otherwise everybody may use it at once.</summary>
    public required bool Single { get; init; }

    /// <summary>What can be done with it: <c>sit</c>, <c>use</c> or <c>attach</c>; <c>null</c> for one that is only looked at.</summary>
    public required string? Action { get; init; }

    /// <summary>Ids of objects that one has to hold first: the chair before the desk.</summary>
    public required IReadOnlyList<string> Requires { get; init; }

    /// <summary>The roles that may use it; empty: everybody.</summary>
    public required IReadOnlyList<string> AllowedRoles { get; init; }

    /// <summary>Ids of objects that belong to it. All of them are of this world.</summary>
    public required IReadOnlyList<string> LinkedObjects { get; init; }

    /// <summary>Whether one with these roles may use it.</summary>
    public bool Admits(IReadOnlyCollection<string> roles) => AllowedRoles.Count == 0 || AllowedRoles.Any(roles.Contains);

    /// <inheritdoc/>
    public override string ToString() => $"{Type} {Id}";
}
