namespace Parley.Protocols.World;

/// <summary>Why somebody can't be where a message says.</summary>
internal enum MoveFault
{
    /// <summary>Nothing is wrong.</summary>
    None,

    /// <summary>A wall, there or on the way, or beyond the map.</summary>
    Collision,

    /// <summary>Somebody else is there.</summary>
    Occupied,

    /// <summary>Too far, too fast, overtaken, or through a door that is closed to this user.</summary>
    Invalid,
}

/// <summary>Their names on the wire.</summary>
internal static class MoveFaults
{
    public static ReadOnlySpan<byte> NameUtf8(this MoveFault fault) => fault switch
    {
        MoveFault.Collision => "collision"u8,
        MoveFault.Occupied => "occupied"u8,
        _ => "invalid"u8,
    };
}
