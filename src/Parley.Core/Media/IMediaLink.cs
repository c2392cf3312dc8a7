namespace Parley.Core.Media;

/// <summary>A stream between a client and a media server. Disposing of it ends it; that does not throw.</summary>
public interface IMediaLink : IAsyncDisposable
{
    /// <summary>What the media server said first: the answer to an offer, or its own offer. It holds all of its candidates.</summary>
    string Sdp { get; }

    /// <summary>Hands on a candidate of the client's; <c>null</c> ends them. Never waits.</summary>
    void AddCandidate(RemoteCandidate? candidate);
}

/// <summary>A stream that comes from a publisher.</summary>
public interface IUplink : IMediaLink
{
    /// <summary>An ICE restart, or other media over the same uplink. Watchers stay. Gives the answer.</summary>
    /// <exception cref="MediaException">The offer is no good, or the server is.</exception>
    Task<string> OfferAgainAsync(string offer, CancellationToken cancellationToken);

    /// <summary>Cuts its audio for all watchers, or gives it back.</summary>
    /// <exception cref="MediaException">The server failed.</exception>
    Task SetMutedAsync(bool muted, CancellationToken cancellationToken);

    /// <summary>
    /// Packages it as HLS until it ends; where that fails before, <see cref="MediaUnpackaged"/> is told. Gives the path of the
    /// playlist, as a URL on this server.
    /// </summary>
    /// <exception cref="MediaException">It can't be packaged: what to do says the message.</exception>
    Task<string> StartHlsAsync(HlsName name, CancellationToken cancellationToken);
}

/// <summary>A stream that goes to a watcher.</summary>
public interface IDownlink : IMediaLink
{
    /// <summary>Takes the watcher's answer.</summary>
    /// <exception cref="MediaException">The answer is no good, or the server is.</exception>
    Task AnswerAsync(string answer, CancellationToken cancellationToken);
}
