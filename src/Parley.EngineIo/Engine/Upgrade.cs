using Parley.Core.Sessions;

namespace Parley.EngineIo.Engine;

/// <summary>
/// A WebSocket that wants to take over from polling. It has probed; now the client ends its polls, and then either completes
/// the upgrade or goes on polling. Not thread-safe: the session's lock guards it.
/// </summary>
internal sealed class Upgrade(IConnection webSocket, Polling polling)
{
    /// <summary>
    /// A poll that comes after the probe waits a moment for the upgrade, which may have been sent before it: on another
    /// connection, so it may be read later.
    /// </summary>
    private static readonly TimeSpan Grace = TimeSpan.FromMilliseconds(100);

    public IConnection WebSocket => webSocket;

    public void Begin()
    {
        webSocket.TrySend(EngineFrames.ProbeAnswer);
        // The client waits for its poll to end before it goes on.
        polling.Release();
    }

    /// <summary>When a poll that came meanwhile is to be answered, whatever becomes of the upgrade.</summary>
    public static Task GraceAsync(TimeProvider time) => Task.Delay(Grace, time);

    /// <summary>What waited for polls goes out first.</summary>
    public void Complete() => polling.MoveTo(webSocket);
}
