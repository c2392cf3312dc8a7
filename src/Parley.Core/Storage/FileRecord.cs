namespace Parley.Core.Storage;

/// <summary>A file that all nodes share.</summary>
/// <param name="Name">What it is found by.</param>
/// <param name="Hash">Tells two contents apart; empty for one that was taken away.</param>
/// <param name="Content">What is in it; <c>null</c> for one that was taken away.</param>
/// <param name="ChangedAt">UTC.</param>
public sealed record FileRecord(string Name, string Hash, byte[]? Content, DateTimeOffset ChangedAt);
