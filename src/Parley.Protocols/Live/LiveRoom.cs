using Parley.Core.Messages;
using Parley.Core.Rooms;
using Parley.Core.Sessions;
using Parley.Protocols.Live.Media;

namespace Parley.Protocols.Live;

/// <summary>
/// A room of <c>live</c>: who is in it, who publishes and who owns it. Signals go to whom they are for: in <c>p2p</c> the
/// other user, elsewhere the media server's <see cref="MediaPeer"/>. See docs/protocols/live.md.
/// </summary>
internal sealed partial class LiveRoom(LiveProtocol protocol) : Room
{
    /// <summary>The room's kind.</summary>
    public const string Kind = "live";

    // A prefix each, so that no id that a client makes up is ever taken for a zone's room.
    private const string PlainPrefix = "room/";
    private const string ZonePrefix = "zone/";

    /// <summary>The room that clients name so.</summary>
    public static RoomId Of(string rid) => new(Kind, PlainPrefix + rid);

    /// <summary>The room of a world's zone.</summary>
    /// <param name="room">As tokens name it: world and zone, escaped.</param>
    public static RoomId OfZone(string room) => new(Kind, ZonePrefix + room);

    /// <summary>A room's name on the wire: what a client calls it, a zone's is the zone's id.</summary>
    private static string RidOf(RoomId id) => id.Key.StartsWith(PlainPrefix, StringComparison.Ordinal)
        ? id.Key[PlainPrefix.Length..]
        : Uri.UnescapeDataString(id.Key[(id.Key.LastIndexOf('/') + 1)..]);
}
