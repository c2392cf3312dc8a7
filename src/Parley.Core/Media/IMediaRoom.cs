namespace Parley.Core.Media;

/// <summary>A room on a media server. Disposing of it ends all that is in it; that does not throw.</summary>
public interface IMediaRoom : IAsyncDisposable
{
    /// <summary>Takes a stream from a publisher.</summary>
    /// <param name="label">Names the publisher to people who look at the media server.</param>
    /// <param name="offer">The publisher's SDP.</param>
    /// <param name="cancellationToken">Gives it up, and leaves nothing behind.</param>
    /// <exception cref="MediaException">The offer is no good, or the server is.</exception>
    Task<IUplink> PublishAsync(string label, string offer, CancellationToken cancellationToken);

    /// <summary>Gives a stream to a watcher. Waits until media flows, as there is nothing to offer before.</summary>
    /// <param name="uplink">The stream, of this very room.</param>
    /// <param name="cancellationToken">Gives it up, and leaves nothing behind.</param>
    /// <exception cref="MediaException">The stream has ended, no media came in time, or the server failed.</exception>
    Task<IDownlink> WatchAsync(IUplink uplink, CancellationToken cancellationToken);
}
