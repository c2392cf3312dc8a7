namespace Parley.EngineIo.Engine;

/// <summary>Its heartbeat: pings, their answers, and whom an answer tells that what was sent before has arrived.</summary>
internal sealed partial class EngineSession
{
    private Receipts? receipts;

    /// <summary>Calls back once the client has all that was sent before.</summary>
    public void WhenReceived(Action received)
    {
        lock (gate)
        {
            if (closeReason is not null) return;
            (receipts ??= new Receipts()).Add(received);
            AskLocked(receipts);
        }
    }

    private void AskLocked(Receipts wanted)
    {
        if (!wanted.MustAsk) return;
        wanted.Asked(heartbeat.Ping());
        Send(EngineFrames.Ping);
    }

    private void OnPong()
    {
        List<Action>? received;
        lock (gate)
        {
            if (closeReason is not null || !heartbeat.TryPong(out var ping)) return;
            received = receipts?.Take(ping);
            if (received is null) return;
            AskLocked(receipts!);
        }

        foreach (var told in received) told();
    }

    private void Beat()
    {
        lock (gate)
        {
            if (closeReason is not null) return;
            if (!heartbeat.TryBeat())
            {
                EndLocked(CloseReason.PingTimeout, EngineFrames.Close);
                return;
            }
        }

        Send(EngineFrames.Ping);
    }
}
