namespace Parley.Core.Rooms;

/// <summary>All rooms, wherever they live.</summary>
public interface IRooms
{
    /// <summary>
    /// Takes the command to the room, which begins to exist when it did not. Commands that one thread dispatches to one
    /// room are handled in that order. Never blocks on anything but a room's lock, and does not throw.
    /// </summary>
    void Dispatch(RoomId room, Command command);
}
