namespace Parley.Core.Media;

/// <summary>
/// Media servers as rooms see them: an SFU that forwards what one sends to all others in a room. Everything here is called
/// under a room's lock, so nothing blocks or throws: it is noted, and done soon.
/// </summary>
public interface IZoneMedia
{
    /// <summary>
    /// Whether rooms can be on it now. It turns <c>false</c> when media is lost, not when a control connection blinks:
    /// rooms that are on it give it up at once, and ask again about once a second.
    /// </summary>
    bool IsAvailable { get; }

    /// <summary>
    /// Cuts a user's audio in a room, or gives it back. It holds for what the user publishes there later, too, until it
    /// is given back.
    /// </summary>
    /// <param name="room">The room, as tokens name it.</param>
    /// <param name="userId">Whose audio.</param>
    /// <param name="muted">Whether it is cut.</param>
    void SetMuted(string room, string userId, bool muted);
}
