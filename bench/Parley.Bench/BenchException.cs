namespace Parley.Bench;

/// <summary>A measurement that cannot go on; the message is for the person who reads the output.</summary>
internal sealed class BenchException(string message) : Exception(message);
