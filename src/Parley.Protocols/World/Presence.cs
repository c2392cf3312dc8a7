namespace Parley.Protocols.World;

/// <summary>What others see of somebody.</summary>
internal struct Presence
{
    public WirePosition Position;

    /// <summary>Where it looks, in quotes.</summary>
    public WireText Facing;

    public Stance Stance;

    /// <summary>How one enters: standing, looking at who is in front of the screen.</summary>
    public static Presence At(Position position) => new()
    {
        Position = WirePosition.Of(position),
        Facing = WireText.Quoted("south"u8),
        Stance = Stance.Idle,
    };
}
