namespace Parley.Protocols.Live;

/// <summary>A publisher as others are told of it: an entry of <c>pps</c>.</summary>
/// <param name="Session">Which session.</param>
/// <param name="Profile">How the user is shown.</param>
/// <param name="Video">Whether it sends video, as it says.</param>
/// <param name="Audio">Whether it sends audio, as it says; never while it is muted.</param>
/// <param name="Hls">The path of its playlist, where it is packaged; or <c>null</c>.</param>
public sealed record LivePublisher(LiveSessionInfo Session, LiveProfile Profile, bool Video, bool Audio, string? Hls);
