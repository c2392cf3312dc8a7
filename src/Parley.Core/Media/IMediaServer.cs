namespace Parley.Core.Media;

/// <summary>
/// One media server, an SFU: it takes streams from publishers and gives them to watchers. Called from outside of rooms'
/// locks; every call ends within seconds, one way or the other.
/// </summary>
public interface IMediaServer
{
    /// <summary>Names it in logs and metrics; without credentials.</summary>
    string Name { get; }

    /// <summary>
    /// Whether rooms can be on it now. It turns <c>false</c> when media is lost, not when a control connection blinks.
    /// </summary>
    bool IsHealthy { get; }

    /// <summary>How many streams it carries, up and down: a new room goes where there are fewest.</summary>
    int Load { get; }

    /// <summary>Makes a room, which ends when it is disposed of, or with the server.</summary>
    /// <param name="options">What it is like, and who is told what happens in it.</param>
    /// <param name="cancellationToken">Gives it up.</param>
    /// <exception cref="MediaException">It could not be made.</exception>
    Task<IMediaRoom> OpenRoomAsync(MediaRoomOptions options, CancellationToken cancellationToken);
}
