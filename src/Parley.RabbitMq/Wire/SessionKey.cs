namespace Parley.RabbitMq.Wire;

/// <summary>Names a client's session among all nodes for as long as its edge's process lives.</summary>
/// <param name="Process">Random, the edge's.</param>
/// <param name="Number">Counts up from 1.</param>
internal readonly record struct SessionKey(long Process, int Number);
