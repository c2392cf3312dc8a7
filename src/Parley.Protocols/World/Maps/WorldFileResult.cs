namespace Parley.Protocols.World;

/// <summary>What became of reading a world file.</summary>
/// <param name="Map">The world; <c>null</c> when anything is wrong with the file.</param>
/// <param name="Faults">Everything that is wrong with it.</param>
/// <param name="Warnings">What is passed over, and perhaps was meant to say something: fields that are not known.</param>
public sealed record WorldFileResult(WorldMap? Map, IReadOnlyList<WorldFault> Faults, IReadOnlyList<WorldFault> Warnings);
