namespace Parley.Core.Rooms;

/// <summary>
/// A plain synchronous state machine under one lock: it changes its state, delivers events to peers' outboxes, leaves
/// commands for other rooms, and returns. No awaiting, no I/O, no call into another room.
/// </summary>
public abstract class Room
{
    /// <summary>A room that failed at what was due is not asked again every second.</summary>
    private const int RetryAfter = 30_000;

    private readonly Lock gate = new();
    private bool removed;

    /// <summary>Its name.</summary>
    public required RoomId Id { get; init; }

    /// <summary>Milliseconds of the clock at which <see cref="OnDue"/> wants to be called; nothing is due by default.</summary>
    protected internal long DueAt { get; protected set; } = long.MaxValue;

    /// <summary>Whether nobody would miss it. An empty room is removed in the same breath that emptied it.</summary>
    protected abstract bool IsEmpty { get; }

    /// <summary>Does what is asked. Under the room's lock.</summary>
    protected abstract void Handle(Command command, Forwards forwards);

    /// <summary>Does what has become due, and says in <see cref="DueAt"/> when it wants to be called next. Under the room's lock.</summary>
    /// <param name="now">Milliseconds of the clock.</param>
    /// <param name="forwards">For commands to other rooms.</param>
    protected virtual void OnDue(long now, Forwards forwards)
    {
    }

    /// <summary><c>false</c> when the room was removed meanwhile: the command belongs to its successor.</summary>
    internal bool TryHandle(Command command, Forwards forwards, out bool empty)
    {
        lock (gate)
        {
            empty = false;
            if (removed) return false;
            try
            {
                Handle(command, forwards);
            }
            finally
            {
                // Also of one that failed at its first command: nobody would ever address it again.
                empty = removed = IsEmpty;
            }

            return true;
        }
    }

    internal bool TryDue(long now, Forwards forwards, out bool empty)
    {
        lock (gate)
        {
            empty = false;
            if (removed || DueAt > now) return false;
            DueAt = now + RetryAfter;
            try
            {
                OnDue(now, forwards);
            }
            finally
            {
                empty = removed = IsEmpty;
            }

            return true;
        }
    }
}
