using Parley.Core.Rooms;
using Parley.Core.Time;

namespace Parley.Tests.Core.Rooms;

/// <summary>Rooms of the kind <c>scripted</c>, with time that tests move.</summary>
internal sealed class ScriptedRooms
{
    public const string Kind = "scripted";

    private int made;

    public ScriptedRooms()
    {
        Clock = new Clock(Time);
        Rooms = new LocalRooms(
            new Dictionary<string, Func<RoomId, Room>>
            {
                [Kind] = id =>
                {
                    Interlocked.Increment(ref made);
                    return new ScriptedRoom { Id = id };
                },
            },
            Clock);
    }

    public ManualTimeProvider Time { get; } = new();

    public Clock Clock { get; }

    public LocalRooms Rooms { get; }

    /// <summary>How many rooms were ever made.</summary>
    public int Made => Volatile.Read(ref made);

    /// <summary>How many live.</summary>
    public int Count => Rooms.CountByKind().Single(k => k.Key == Kind).Value;

    public static RoomId Id(string key) => new(Kind, key);

    public void Do(string room, Action<ScriptedRoom, Forwards> action) => Rooms.Dispatch(Id(room), ScriptedRoom.Do(action));

    public void Do(string room, Action<ScriptedRoom> action) => Rooms.Dispatch(Id(room), ScriptedRoom.Do(action));
}
