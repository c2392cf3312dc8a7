namespace Parley.Protocols.World;

/// <summary>Who may cross a door.</summary>
public enum DoorAccess
{
    /// <summary>Everybody.</summary>
    Public,

    /// <summary>Who has one of the roles that the door names.</summary>
    Restricted,

    /// <summary>Nobody.</summary>
    Closed,
}
