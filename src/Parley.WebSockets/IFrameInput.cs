namespace Parley.WebSockets;

/// <summary>Where a WebSocket's bytes come from: a socket that was taken over, or a pipe with TLS behind it.</summary>
internal interface IFrameInput
{
    /// <summary>
    /// Calls <see cref="WebSocketConnection.TryTake"/> whenever there may be something to read, one call at a time, and
    /// <see cref="WebSocketConnection.EndAsync"/> when that wants no more.
    /// </summary>
    /// <returns>For how long the request that was upgraded has to last.</returns>
    Task RunAsync(WebSocketConnection connection);

    /// <summary>
    /// Gives what has arrived to <see cref="WebSocketConnection.TakePart"/>, which may write into it. <c>false</c> when
    /// that wants no more, or there will be no more.
    /// </summary>
    bool Read(WebSocketConnection connection);

    /// <summary>Ends the waiting, and what there is to read. From any thread.</summary>
    void Stop();

    /// <summary>Cuts the connection at once. From any thread, but not under a lock: others' code may run.</summary>
    void Abort();

    /// <summary>Ends the connection once everything is sent.</summary>
    void End();
}
