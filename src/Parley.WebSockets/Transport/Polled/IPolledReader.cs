namespace Parley.WebSockets.Transport.Polled;

/// <summary>Who reads a <see cref="PolledSocket"/> at present: HTTP, then a WebSocket. Called on the loop's thread only.</summary>
internal interface IPolledReader
{
    /// <summary>There may be something to <see cref="PolledSocket.Receive"/>: once is enough, as it is called again for the rest.</summary>
    void OnReadable();

    /// <summary><see cref="OnReadable"/> has thrown.</summary>
    void OnFailure(Exception failure);
}
