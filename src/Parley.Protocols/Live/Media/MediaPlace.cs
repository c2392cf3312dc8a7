using Parley.Core.Media;

namespace Parley.Protocols.Live.Media;

/// <summary>Where a room is on a media server. When the server is lost, the room goes to another place.</summary>
/// <param name="server">The server.</param>
/// <param name="number">Counts up within a room.</param>
internal sealed class MediaPlace(IMediaServer server, int number)
{
    private readonly TaskCompletionSource lost = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public IMediaServer Server => server;

    public int Number => number;

    /// <summary>The room there, once it is open.</summary>
    public IMediaRoom? Room { get; set; }

    /// <summary>Comes to its end when the server is lost, and the room on it.</summary>
    public Task Loss => lost.Task;

    public bool IsLost => lost.Task.IsCompleted;

    public void Lose() => lost.TrySetResult();
}
