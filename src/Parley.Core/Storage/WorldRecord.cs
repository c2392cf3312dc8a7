namespace Parley.Core.Storage;

/// <summary>A world's file, as it was written by REST, for all nodes.</summary>
/// <param name="WorldId">Which world.</param>
/// <param name="Hash">Tells two files apart; empty for one that was taken away.</param>
/// <param name="File">The file; <c>null</c> for one that was taken away.</param>
/// <param name="ChangedAt">UTC.</param>
public sealed record WorldRecord(string WorldId, string Hash, byte[]? File, DateTimeOffset ChangedAt);
