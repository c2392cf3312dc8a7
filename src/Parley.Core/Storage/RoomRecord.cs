namespace Parley.Core.Storage;

/// <summary>A persisted room.</summary>
/// <param name="Id">Its id; the same in URLs and on the wire.</param>
/// <param name="Name">For people; 1 to 256 characters.</param>
/// <param name="CreatedAt">UTC.</param>
/// <param name="UpdatedAt">UTC; the last rename.</param>
public sealed record RoomRecord(Guid Id, string Name, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt);
