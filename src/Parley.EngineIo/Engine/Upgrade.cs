using Parley.Core.Messages;
using Parley.Core.Sessions;

namespace Parley.EngineIo.Engine;

/// <summary>
/// A WebSocket that wants to take over from polling. It has probed; now the client ends its polls, and then either completes
/// the upgrade or goes on polling. Not thread-safe: the session's lock guards it.
/// </summary>
internal sealed class Upgrade(IConnection webSocket, Polling polling)
{
    /// <summary>How long a poll is held for a client that does not answer the ping of <see cref="Hold"/>.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromMilliseconds(100);

    private static readonly Frame WebSocketPing = Frame.Of(FrameOpcode.Ping, []);

    public IConnection WebSocket => webSocket;

    public void Begin()
    {
        webSocket.TrySend(EngineFrames.ProbeAnswer);
        // The client waits for its poll to end before it goes on.
        polling.Release();
    }

    /// <summary>
    /// Holds a poll that comes after the probe. It may have been sent before the probe's answer was read, and then the client
    /// sends nothing until it is answered; or behind the upgrade, on another connection, so that the upgrade is read later.
    /// The answer to a ping of the WebSocket's own comes behind such an upgrade: with it, <see cref="Answered"/>, there is none.
    /// </summary>
    /// <returns>When the poll is to be answered at the latest.</returns>
    public Task Hold(TimeProvider time)
    {
        var latest = Task.Delay(Grace, time);
        webSocket.TrySend(WebSocketPing);
        return latest;
    }

    /// <summary>The client answered a ping of the WebSocket's.</summary>
    public void Answered() => polling.Release();

    /// <summary>What waited for polls goes out first.</summary>
    public void Complete() => polling.MoveTo(webSocket);
}
