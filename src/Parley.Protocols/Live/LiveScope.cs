using Parley.Core.Rooms;
using Parley.Protocols.World;

namespace Parley.Protocols.Live;

/// <summary>
/// Which rooms a client reaches, as its token says: all that people name themselves, or the one of a world's zone. The two
/// kinds have keys of their own, so that no name of the one leads to the other.
/// </summary>
public sealed class LiveScope
{
    private readonly string? zoneId;
    private readonly RoomId zoneRoom;

    private LiveScope()
    {
    }

    private LiveScope(string worldId, string zoneId)
    {
        this.zoneId = zoneId;
        zoneRoom = RoomOfZone(worldId, zoneId);
    }

    /// <summary>Every room that is not a zone's.</summary>
    public static LiveScope Plain { get; } = new();

    /// <summary>The room of this zone and no other.</summary>
    public static LiveScope OfZone(string worldId, string zoneId) => new(worldId, zoneId);

    /// <summary>The room that this client means; <c>null</c> for one that it can't reach.</summary>
    /// <param name="rid">The room's id on the wire; of a zone's room, the zone's.</param>
    public RoomId? RoomOf(string rid) =>
        zoneId is null ? new RoomId(LiveRoom.Kind, $"room/{rid}")
        : rid == zoneId ? zoneRoom
        : null;

    internal static RoomId RoomOfZone(string worldId, string zoneId) =>
        new(LiveRoom.Kind, $"zone/{SfuTicket.RoomOf(worldId, zoneId)}");
}
