using Parley.Protocols.Live;

namespace Parley.Server.Rest;

/// <summary>Makes a live room ahead.</summary>
/// <param name="Rid">Its id on the wire; 1 to 256 characters.</param>
/// <param name="Channel">What it is for: <c>m2m</c>, <c>a2m</c>, <c>p2p</c> or <c>p2m</c>.</param>
/// <param name="Publishers">The ids of the users who publish in it; left out: everybody, while there is place.</param>
/// <param name="Keep">Whether it stays when nobody is in it, until it is deleted; otherwise it ends as any other. Left out: it stays.</param>
internal sealed record CreateLiveRoomRequest(
    string Rid, string Channel, IReadOnlyList<string>? Publishers = null, bool? Keep = null);

/// <summary>A live room.</summary>
/// <param name="Rid">Its id on the wire.</param>
/// <param name="Channel">What it is for.</param>
/// <param name="Owner">The user who owns it: of the oldest publisher. Absent while nobody publishes.</param>
/// <param name="Publishers">Sessions that publish, the oldest first.</param>
/// <param name="Viewers">How many sessions only watch.</param>
internal sealed record LiveRoomBody(
    string Rid, string Channel, string? Owner, IReadOnlyList<LivePublisherBody> Publishers, int Viewers)
{
    public static LiveRoomBody Of(LiveRoomStatus room) => new(
        room.Rid, room.Channel.Name(), room.Owner, [.. room.Publishers.Select(LivePublisherBody.Of)], room.Viewers);
}

/// <summary>A session that publishes.</summary>
/// <param name="UserId">Whose it is.</param>
/// <param name="SessionId">Which of the user's.</param>
/// <param name="Category"><c>stream</c> or <c>screenshare</c>.</param>
/// <param name="Video">Whether it says that it sends video.</param>
/// <param name="Audio">Whether it says that it sends audio, and is not muted.</param>
/// <param name="Hls">The path of its playlist, where it is packaged.</param>
internal sealed record LivePublisherBody(
    string UserId, string SessionId, string Category, bool Video, bool Audio, string? Hls)
{
    public static LivePublisherBody Of(LivePublisher p) =>
        new(p.Session.UserId, p.Session.SessionId, p.Session.Category, p.Video, p.Audio, p.Hls);
}
