namespace Parley.Protocols.World;

/// <summary>What a zone is for, from the least to the most privilege that being there gives.</summary>
public enum ZoneType
{
    /// <summary>Where everybody is: a lobby, a hall.</summary>
    OpenArea,

    /// <summary>A team's own part of the office; may have private rooms in it.</summary>
    TeamArea,

    /// <summary>A room with a table.</summary>
    MeetingRoom,

    /// <summary>A room for a few; the only kind that may lie inside another zone, a <see cref="TeamArea"/>.</summary>
    PrivateRoom,
}
