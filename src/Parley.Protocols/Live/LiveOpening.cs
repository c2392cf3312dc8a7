using System.Text.Json;
using System.Text.Json.Serialization;

namespace Parley.Protocols.Live;

/// <summary>All that a session's part in one room is made of, so that it can be opened where that room lives.</summary>
/// <param name="UserId">Whom the token showed it to be; <c>null</c> for one who is taken on trust.</param>
/// <param name="ExpiresAt">When the token runs out.</param>
/// <param name="Zone">The only zone whose room the token reaches; <c>null</c> for every other room.</param>
/// <param name="Profile">How others see the user; <c>null</c> for the id.</param>
/// <param name="Rid">The room's id on the wire.</param>
/// <param name="IsWhole">
/// Whether it is all there is to the connection, as of one that can be resumed; otherwise the connection's own node looks
/// at what comes first, and the connection may be in other rooms.
/// </param>
/// <param name="Standing">What it is in the room; <c>null</c> while it is not in.</param>
public sealed record LiveOpening(
    string? UserId, DateTimeOffset? ExpiresAt, LiveZone? Zone, LiveProfile? Profile, string Rid, bool IsWhole,
    LiveStanding? Standing = null)
{
    /// <summary>As it crosses between nodes.</summary>
    public byte[] ToBytes() => JsonSerializer.SerializeToUtf8Bytes(this, LiveJson.Default.LiveOpening);

    /// <summary>As it was.</summary>
    public static LiveOpening FromBytes(byte[] bytes) => JsonSerializer.Deserialize(bytes, LiveJson.Default.LiveOpening)!;
}

/// <summary>A session's place in a room, as it stands, and what it knows of the room.</summary>
/// <param name="Session">The session.</param>
/// <param name="Room">What the room was made as.</param>
/// <param name="Role">Sends, or only watches.</param>
/// <param name="PublisherSince">The lower, the longer it has been a publisher.</param>
/// <param name="Video">Whether it says that it sends video.</param>
/// <param name="Audio">Whether it says that it sends audio.</param>
/// <param name="Beats">Whether it sends heartbeats.</param>
/// <param name="Sends">Whether it has something on the media server, or has asked for it.</param>
/// <param name="Accepted">Whether an owner let the user publish.</param>
/// <param name="Muted">Whether the user's audio is cut.</param>
/// <param name="Awaits">What it asked to watch, and has not got yet.</param>
/// <param name="Join">Its last JOIN as it was sent; empty for one that came in without.</param>
public sealed record LiveStanding(
    LiveSessionInfo Session, LiveRoomShape Room, LiveRole Role, long PublisherSince, bool Video, bool Audio, bool Beats,
    bool Sends, bool Accepted, bool Muted, IReadOnlyList<LiveAwaited> Awaits, byte[] Join);

/// <summary>A stream that somebody waits for.</summary>
/// <param name="UserId">Whose.</param>
/// <param name="SessionId">Of which session.</param>
/// <param name="Signal">The WATCH as it was sent.</param>
public sealed record LiveAwaited(string UserId, string SessionId, byte[] Signal);

/// <summary>What a room was made as, which all who are in it know.</summary>
/// <param name="Channel">What it is for.</param>
/// <param name="Founder">The user who made it, and publishes whenever it comes; or <c>null</c>.</param>
/// <param name="Listed">Who else does; <c>null</c> where nobody was named.</param>
/// <param name="AnybodyPublishes">Whether everybody does.</param>
/// <param name="MaxPublishers">Most users who publish; <c>null</c> for what the channel has.</param>
/// <param name="KeptOpen">Whether it stays when nobody is in it.</param>
public sealed record LiveRoomShape(
    LiveChannel Channel, string? Founder, IReadOnlyCollection<string>? Listed, bool AnybodyPublishes, int? MaxPublishers,
    bool KeptOpen);

/// <summary>Source-generated serializers of the above.</summary>
[JsonSerializable(typeof(LiveOpening))]
internal sealed partial class LiveJson : JsonSerializerContext;
