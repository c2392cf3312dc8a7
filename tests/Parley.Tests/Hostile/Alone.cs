namespace Parley.Tests.Hostile;

/// <summary>Tests that measure the process's memory have it to themselves.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;
