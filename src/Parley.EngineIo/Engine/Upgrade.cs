using Parley.Core.Messages;
using Parley.Core.Sessions;

namespace Parley.EngineIo.Engine;

/// <summary>
/// A WebSocket that may take over from polling, the only one at a time: who has a session can hold no more sockets with it.
/// When it has probed, the client ends its polls, and then either completes the upgrade or goes on polling. Not thread-safe:
/// the session's lock guards it.
/// </summary>
internal sealed class Upgrade(IConnection webSocket, Polling polling)
{
    /// <summary>
    /// How old a session has to be for the probe of a client to be answered that speaks by polling meanwhile: with the answer
    /// it stops sending until its poll has ended. What all clients begin with, CONNECT and what follows from its answer, has
    /// passed by then. The reference answers at once, but ends the poll only so long after the probe.
    /// </summary>
    public static readonly TimeSpan Earliest = TimeSpan.FromMilliseconds(100);

    /// <summary>How long a poll is held for a client that does not answer the ping of <see cref="Hold"/>.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromMilliseconds(100);

    private static readonly Frame WebSocketPing = Frame.Of(FrameOpcode.Ping, []);

    private bool begun;

    public IConnection WebSocket => webSocket;

    /// <summary>Answers the probe.</summary>
    public void Begin()
    {
        if (begun) return;
        begun = true;
        webSocket.TrySend(EngineFrames.ProbeAnswer);
        // The client waits for its poll to end before it goes on.
        polling.Release();
    }

    /// <summary>
    /// Holds a poll that comes after the probe's answer was sent. It may have been sent before that was read, and then the
    /// client sends nothing until it is answered; or behind the upgrade, on another connection, so that the upgrade is read
    /// later. The answer to a ping of the WebSocket's own comes behind such an upgrade: with it, <see cref="Answered"/>, there
    /// is none.
    /// </summary>
    /// <returns>When the poll is to be answered at the latest; <c>null</c> while the probe is not.</returns>
    public Task? Hold(TimeProvider time)
    {
        if (!begun) return null;
        var latest = Task.Delay(Grace, time);
        webSocket.TrySend(WebSocketPing);
        return latest;
    }

    /// <summary>The client answered a ping of the WebSocket's.</summary>
    public void Answered()
    {
        if (begun) polling.Release();
    }

    /// <summary>What waited for polls goes out first, behind the probe's answer where the client did not wait for that.</summary>
    public void Complete()
    {
        Begin();
        polling.MoveTo(webSocket);
    }
}
