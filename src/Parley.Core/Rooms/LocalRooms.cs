using System.Collections.Concurrent;
using System.Collections.Frozen;
using Parley.Core.Sessions;
using Parley.Core.Time;

namespace Parley.Core.Rooms;

/// <summary>Rooms in this process, made when first addressed and gone when empty.</summary>
public sealed class LocalRooms : IRooms
{
    /// <summary>A command may lead to another, but not for ever: a bound on what one dispatch can set off.</summary>
    private const int LongestChain = 10_000;

    [ThreadStatic]
    private static Forwards? forwards;

    private readonly FrozenDictionary<string, Shelf> shelves;
    private readonly Clock clock;

    /// <param name="kinds">How each kind of room is made, by the kind's name.</param>
    /// <param name="clock">Time for what becomes due.</param>
    public LocalRooms(IReadOnlyDictionary<string, Func<RoomId, Room>> kinds, Clock clock)
    {
        shelves = kinds.ToFrozenDictionary(k => k.Key, k => new Shelf(k.Value));
        this.clock = clock;
    }

    /// <summary>How many rooms live, by kind.</summary>
    public IEnumerable<KeyValuePair<string, int>> CountByKind() =>
        shelves.Select(s => KeyValuePair.Create(s.Key, s.Value.Rooms.Count));

    /// <summary>The rooms of a kind that live now.</summary>
    public IEnumerable<RoomId> OfKind(string kind) => shelves[kind].Rooms.Keys.Select(key => new RoomId(kind, key));

    /// <inheritdoc/>
    public void Dispatch(RoomId room, Command command)
    {
        FlushBatch.Begin();
        // A room that is asked from within another dispatch on this thread uses a queue of its own.
        var left = forwards ?? new Forwards();
        forwards = null;
        try
        {
            Handle(room, command, left);
            Follow(left);
        }
        finally
        {
            // After a failure, or a chain that was cut, something may be left: it is nobody else's to run.
            left.Clear();
            forwards = left;
            FlushBatch.End();
        }
    }

    /// <summary>Lets every room do what has become due. Called about once a second.</summary>
    /// <exception cref="AggregateException">Of those rooms that failed, after all others had their turn.</exception>
    public void Tick()
    {
        var now = clock.Milliseconds;
        var left = new Forwards();
        var failures = new List<Exception>();
        foreach (var shelf in shelves.Values)
        {
            foreach (var (key, room) in shelf.Rooms)
            {
                if (room.DueAt > now) continue;
                var empty = false;
                FlushBatch.Begin();
                try
                {
                    room.TryDue(now, left, out empty);
                    Follow(left);
                }
                catch (Exception failure)
                {
                    failures.Add(failure);
                }
                finally
                {
                    if (empty) shelf.Remove(key, room);
                    left.Clear();
                    FlushBatch.End();
                }
            }
        }

        if (failures.Count > 0) throw new AggregateException(failures);
    }

    private void Follow(Forwards left)
    {
        for (var i = 0; i < LongestChain && left.TryTake(out var room, out var command); i++) Handle(room, command, left);
    }

    private void Handle(RoomId id, Command command, Forwards left)
    {
        var shelf = shelves[id.Kind];
        while (true)
        {
            var room = shelf.Rooms.GetOrAdd(id.Key, static (_, s) => s.Make(s.Id), (shelf.Make, Id: id));
            var gone = true;
            try
            {
                if (room.TryHandle(command, left, out gone)) return;

                // Lost the race against the removal of the empty room: whoever emptied it is about to take it off the
                // shelf. Doing it here as well means not having to wait for that thread.
                gone = true;
            }
            finally
            {
                if (gone) shelf.Remove(id.Key, room);
            }
        }
    }

    private sealed class Shelf(Func<RoomId, Room> make)
    {
        public readonly ConcurrentDictionary<string, Room> Rooms = new();

        public Func<RoomId, Room> Make { get; } = make;

        public void Remove(string key, Room room) => Rooms.TryRemove(KeyValuePair.Create(key, room));
    }
}
