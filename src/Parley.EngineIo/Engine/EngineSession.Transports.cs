using Parley.Core.Sessions;

namespace Parley.EngineIo.Engine;

/// <summary>Its transports: the polls and POSTs of one that polls, and the WebSocket that takes over from them.</summary>
internal sealed partial class EngineSession
{
    private Upgrade? upgrade;

    /// <summary>
    /// A poll came in. It may be answered, by <see cref="TakePoll"/>, once the task has completed: there is something to
    /// say, and the answer before it is written. <c>null</c> when it is one too many.
    /// </summary>
    public Task? BeginPoll()
    {
        lock (gate)
        {
            if (heartbeat.IsOverdue) EndLocked(CloseReason.PingTimeout, EngineFrames.Close);
            if (closeReason is not null || webSocket is not null) return null;
            if (!polling!.HasPoll) return polling.Begin(draining, upgrade?.Hold(time));
            EndLocked(CloseReason.TransportError, EngineFrames.Close);
            return null;
        }
    }

    /// <summary>
    /// The body of a poll's answer, in a rented array; none when a WebSocket has taken over meanwhile.
    /// <see cref="EndPoll"/> has to be called when it is written.
    /// </summary>
    public (byte[]? Rented, int Length) TakePoll()
    {
        lock (gate)
        {
            if (webSocket is not null && closeReason is null)
            {
                polling = null;
                return (null, 0);
            }

            var last = !draining && closeReason is null ? default : farewell.IsEmpty ? EngineFrames.Close : farewell;
            var payload = polling!.Answer(last);
            if (draining) EndLocked(CloseReason.ForcedClose, default);
            return payload;
        }
    }

    /// <summary>The answer of a poll is written, or never will be.</summary>
    public void EndPoll()
    {
        lock (gate) polling?.EndAnswer();
    }

    /// <summary>A POST came in; there is one at a time.</summary>
    public bool TryBeginPost()
    {
        lock (gate)
        {
            if (closeReason is not null || webSocket is not null) return false;
            if (polling!.TryBeginPost()) return true;
            EndLocked(CloseReason.TransportError, EngineFrames.Close);
            return false;
        }
    }

    public void EndPost()
    {
        lock (gate) polling?.EndPost();
    }

    /// <summary>Completes when not too much waits for polls: whoever posts is to read the answers before it posts more.</summary>
    public Task RoomAsync()
    {
        lock (gate) return closeReason is not null || polling is null ? Task.CompletedTask : polling.RoomAsync();
    }

    /// <summary>A WebSocket came that may take over, once it has probed. <c>false</c> when there is one already.</summary>
    public bool TryBeginUpgrade(IConnection connection)
    {
        lock (gate)
        {
            if (closeReason is not null || draining || webSocket is not null || upgrade is not null) return false;
            upgrade = new Upgrade(connection, polling!);
            return true;
        }
    }

    /// <summary>It probes. <c>false</c> when it can't take over.</summary>
    public bool TryProbe(IConnection connection)
    {
        lock (gate)
        {
            if (closeReason is not null || draining || upgrade?.WebSocket != connection) return false;
            var early = polling!.IsUsed ? Upgrade.Earliest - time.GetElapsedTime(opened) : TimeSpan.Zero;
            if (early > TimeSpan.Zero) _ = AnswerProbeAsync(upgrade, early);
            else upgrade.Begin();
            return true;
        }
    }

    /// <summary>It has answered a ping of the WebSocket's: what it sent before has been read.</summary>
    public void AnsweredPing(IConnection connection)
    {
        lock (gate)
        {
            if (closeReason is null && upgrade?.WebSocket == connection) upgrade.Answered();
        }
    }

    /// <summary>It takes over.</summary>
    public bool TryUpgrade(IConnection connection)
    {
        lock (gate)
        {
            if (closeReason is not null || upgrade?.WebSocket != connection) return false;
            upgrade.Complete();
            (webSocket, upgrade) = (connection, null);
            if (!polling!.HasPoll) polling = null;
            server.Upgraded();
            if (draining) EndLocked(CloseReason.ForcedClose, default);
            return true;
        }
    }

    /// <summary>It won't after all, and polling goes on. <c>false</c> when it already has.</summary>
    public bool GiveUpProbe(IConnection connection)
    {
        lock (gate)
        {
            if (webSocket == connection) return false;
            if (upgrade?.WebSocket == connection) upgrade = null;
            return true;
        }
    }

    private async Task AnswerProbeAsync(Upgrade probed, TimeSpan later)
    {
        await Task.Delay(later, time).ConfigureAwait(false);
        lock (gate)
        {
            if (closeReason is null && upgrade == probed) probed.Begin();
        }
    }
}
