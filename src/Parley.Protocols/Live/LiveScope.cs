using Parley.Core.Rooms;
using Parley.Protocols.World;

namespace Parley.Protocols.Live;

/// <summary>
/// Which rooms a client reaches, as its token says: all that people name themselves, or the one of a world's zone. The two
/// kinds have keys of their own, so that no name of the one leads to the other.
/// </summary>
public sealed class LiveScope
{
    internal const string PlainPrefix = "room/";

    private readonly RoomId zoneRoom;

    private LiveScope()
    {
    }

    private LiveScope(LiveZone zone)
    {
        Zone = zone;
        zoneRoom = RoomOfZone(zone.WorldId, zone.ZoneId);
    }

    /// <summary>Every room that is not a zone's.</summary>
    public static LiveScope Plain { get; } = new();

    /// <summary>The only zone whose room it reaches; <c>null</c> where it reaches every other room.</summary>
    public LiveZone? Zone { get; }

    /// <summary>The room of this zone and no other.</summary>
    public static LiveScope OfZone(LiveZone zone) => new(zone);

    /// <summary>The same, or every other room.</summary>
    public static LiveScope Of(LiveZone? zone) => zone is null ? Plain : new LiveScope(zone);

    /// <summary>The room that this client means; <c>null</c> for one that it can't reach.</summary>
    /// <param name="rid">The room's id on the wire; of a zone's room, the zone's.</param>
    public RoomId? RoomOf(string rid) =>
        Zone is null ? new RoomId(LiveRoom.Kind, PlainPrefix + rid)
        : rid == Zone.ZoneId ? zoneRoom
        : null;

    /// <summary>
    /// With what that room lives where there are several nodes: a zone's with its world, which says who may be in it, and any
    /// other by itself.
    /// </summary>
    /// <param name="rid">As above.</param>
    public RoomId? HomeOf(string rid) =>
        Zone is null || RoomOf(rid) is null ? RoomOf(rid) : new RoomId("workspace", Zone.WorkspaceId);

    /// <summary>Whether the room is no zone's.</summary>
    public static bool IsPlain(RoomId room) => room.Key.StartsWith(PlainPrefix, StringComparison.Ordinal);

    internal static RoomId RoomOfZone(string worldId, string zoneId) =>
        new(LiveRoom.Kind, $"zone/{SfuTicket.RoomOf(worldId, zoneId)}");
}

/// <summary>A zone whose media goes over a media server.</summary>
/// <param name="WorkspaceId">Whose world it is.</param>
/// <param name="WorldId">The world.</param>
/// <param name="ZoneId">The zone; on the wire, its room's id.</param>
public sealed record LiveZone(string WorkspaceId, string WorldId, string ZoneId);
