using Parley.Core.Storage;

namespace Parley.Server.Rest;

/// <summary>Creates a room.</summary>
/// <param name="Name">For people; 1 to 256 characters.</param>
/// <param name="Id">The room's id; by default a new one.</param>
/// <param name="OwnerId">With the admin key only, and then needed: whose room it is. Otherwise the caller's.</param>
internal sealed record CreateRoomRequest(
    string Name,
    Guid? Id = null,
    string? OwnerId = null);

/// <summary>Changes a room.</summary>
/// <param name="Name">For people; 1 to 256 characters.</param>
internal sealed record RenameRoomRequest(string Name);

/// <summary>A room.</summary>
/// <param name="Id">The same in URLs and on the wire.</param>
/// <param name="Name">For people.</param>
/// <param name="CreatedAt">UTC.</param>
/// <param name="UpdatedAt">UTC; the last rename.</param>
internal sealed record RoomBody(Guid Id, string Name, DateTime CreatedAt, DateTime UpdatedAt)
{
    public static RoomBody Of(RoomRecord room) => new(room.Id, room.Name, room.CreatedAt.UtcDateTime, room.UpdatedAt.UtcDateTime);
}
