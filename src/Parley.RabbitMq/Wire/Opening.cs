using Parley.Core.Rooms;

namespace Parley.RabbitMq.Wire;

/// <summary>All that is needed to open a session where its room lives.</summary>
/// <param name="Key">The session.</param>
/// <param name="Room">The room it lives with.</param>
/// <param name="Protocol">Names the <see cref="SessionKind"/>.</param>
/// <param name="State">What that kind made of the client's request.</param>
internal sealed record Opening(SessionKey Key, RoomId Room, string Protocol, byte[] State)
{
    public static Opening Read(ref WireReader from) => new(
        from.Key(), new RoomId(from.Text(), from.Text()), from.Text(), from.Bytes().ToArray());

    public void Write(WireWriter to)
    {
        to.Key(Key);
        to.Text(Room.Kind);
        to.Text(Room.Key);
        to.Text(Protocol);
        to.Bytes(State);
    }
}
