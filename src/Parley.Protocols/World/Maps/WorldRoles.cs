namespace Parley.Protocols.World;

/// <summary>The roles that a token may carry in <c>roles</c>, and a world file may name.</summary>
public static class WorldRoles
{
    /// <summary>May do everything, kick included.</summary>
    public const string Admin = "Admin";

    /// <summary>May mute.</summary>
    public const string Editor = "Editor";

    /// <summary>One of the workspace.</summary>
    public const string Member = "Member";

    /// <summary>A visitor.</summary>
    public const string Guest = "Guest";

    /// <summary>All of them.</summary>
    public static readonly IReadOnlyList<string> All = [Admin, Editor, Member, Guest];
}
