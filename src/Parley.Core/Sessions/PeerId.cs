using System.Globalization;

namespace Parley.Core.Sessions;

/// <summary>Names one connection of one user, on this node, for as long as the process lives.</summary>
/// <param name="Value">Counts up from 1.</param>
public readonly record struct PeerId(long Value)
{
    private static readonly string Node = Convert.ToHexStringLower(Guid.NewGuid().ToByteArray().AsSpan(0, 4));
    private static long last;

    /// <summary>An id that was never given before.</summary>
    public static PeerId Next() => new(Interlocked.Increment(ref last));

    /// <summary>Unique among nodes as well: the name of a connection that clients see.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Node}-{Value:x}");
}
