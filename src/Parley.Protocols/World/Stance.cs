namespace Parley.Protocols.World;

/// <summary>What somebody does, as others see it: <c>state</c>.</summary>
internal enum Stance : byte
{
    /// <summary>Stands still.</summary>
    Idle,

    /// <summary>Walks.</summary>
    Walking,

    /// <summary>Sits.</summary>
    Sitting,
}

/// <summary>Their names on the wire.</summary>
internal static class Stances
{
    public static ReadOnlySpan<byte> NameUtf8(this Stance stance) => stance switch
    {
        Stance.Walking => "walking"u8,
        Stance.Sitting => "sitting"u8,
        _ => "idle"u8,
    };
}
