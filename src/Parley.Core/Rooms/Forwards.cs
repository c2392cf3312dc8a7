namespace Parley.Core.Rooms;

/// <summary>
/// Commands for other rooms that a room leaves behind. They are dispatched after its lock is released, so that no room
/// ever calls into another and two rooms can't wait for each other.
/// </summary>
public sealed class Forwards
{
    private readonly Queue<(RoomId Room, Command Command)> queue = [];

    /// <summary>Leaves a command for another room.</summary>
    public void Add(RoomId room, Command command) => queue.Enqueue((room, command));

    internal bool TryTake(out RoomId room, out Command command)
    {
        var taken = queue.TryDequeue(out var next);
        (room, command) = next;
        return taken;
    }

    /// <summary>Forgets what was not taken.</summary>
    internal void Clear() => queue.Clear();
}
