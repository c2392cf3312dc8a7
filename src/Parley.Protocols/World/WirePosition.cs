namespace Parley.Protocols.World;

/// <summary>A position with the digits in which its sender wrote it, as it is relayed.</summary>
internal struct WirePosition
{
    public Position Value;

    public WireText X;

    public WireText Y;

    /// <summary>A position that the server itself says.</summary>
    public static WirePosition Of(Position position) =>
        new() { Value = position, X = WireText.Of(position.X), Y = WireText.Of(position.Y) };
}
