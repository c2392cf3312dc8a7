namespace Parley.Core.Media;

/// <summary>What a room on a media server is like.</summary>
/// <param name="Name">For people who look at the media server; the server makes up its own number.</param>
/// <param name="AudioOnly">Whether video is refused.</param>
/// <param name="MaxPublishers">Most streams at once.</param>
/// <param name="Notify">Told what happens, from any thread; neither blocks nor throws.</param>
public sealed record MediaRoomOptions(string Name, bool AudioOnly, int MaxPublishers, Action<MediaEvent> Notify);
