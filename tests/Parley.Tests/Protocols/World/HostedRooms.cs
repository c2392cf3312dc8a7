using Parley.Core.Rooms;
using Parley.Protocols.Live;

namespace Parley.Tests.Protocols.World;

/// <summary>In the place of live rooms: keeps what worlds want of them.</summary>
internal sealed class HostedRooms
{
    private readonly Lock gate = new();
    private readonly List<(string Room, HostZone Wish)> wishes = [];

    /// <summary>All wishes, in the order they came.</summary>
    public IReadOnlyList<(string Room, HostZone Wish)> Wishes
    {
        get
        {
            lock (gate) return [.. wishes];
        }
    }

    /// <summary>The newest wish for a room, <c>alice, bob (muted)</c>; <c>nobody</c> when it is to end, <c>null</c> when there was none.</summary>
    public string? Of(string room)
    {
        if (Wishes.Where(w => w.Room == room).Select(w => w.Wish).MaxBy(w => w.Turn) is not { } wish) return null;
        return wish.People.Count == 0 ? "nobody" : string.Join(", ", wish.People.Select(p => p.Value ? $"{p.Key} (muted)" : p.Key));
    }

    public Room NewRoom(RoomId id) => new Recorder(this) { Id = id };

    private sealed class Recorder(HostedRooms hosted) : Room
    {
        protected override bool IsEmpty => true;

        protected override void Handle(Command command, Forwards forwards)
        {
            lock (hosted.gate) hosted.wishes.Add((Id.Key, (HostZone)command));
        }
    }
}
