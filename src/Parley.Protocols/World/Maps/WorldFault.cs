namespace Parley.Protocols.World;

/// <summary>One thing that is wrong with a world file.</summary>
/// <param name="File">Which file.</param>
/// <param name="Path">Where in it, as <c>$.zones[2].bounds</c>; <c>$</c> is the file as a whole.</param>
/// <param name="Why">For a person: what is wrong, and what was expected.</param>
public sealed record WorldFault(string File, string Path, string Why)
{
    /// <inheritdoc/>
    public override string ToString() => $"{File}: {Path}: {Why}";
}
