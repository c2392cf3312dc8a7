using Parley.Core.Messages;
using Parley.Core.Sessions;

namespace Parley.Core.Resuming;

/// <content>What the session sees of it: a connection that stays. What is sent gets a number, and is kept.</content>
internal sealed partial class ResumableConnection
{
    public bool LatestWaits => Volatile.Read(ref transport) is { LatestWaits: true };

    public bool TrySend(in Frame frame)
    {
        lock (gate)
        {
            if (handedOff) return true;
            if (closed) return transport is not null && transport.TrySend(frame);
            if (answering || transport is { IsUnheard: true }) return true;
            log.Add(frame, keeper.Now);
            transport?.TrySend(frame);
            return true;
        }
    }

    public bool TrySendLatest(byte[] buffer, int length)
    {
        lock (gate)
        {
            if (transport is not null) return transport.TrySendLatest(buffer, length);
        }

        LatestFrames.Return(buffer);
        return false;
    }

    public bool DropLatest() => Volatile.Read(ref transport) is { } there && there.DropLatest();

    public void HandOver(IMessageHandler next) => Volatile.Read(ref transport)?.HandOver(next);

    public void Abort() => Volatile.Read(ref transport)?.Abort();

    public bool IsCutOff => Volatile.Read(ref transport) is { IsCutOff: true };

    public bool Remembers => Volatile.Read(ref transport) is { Remembers: true };

    public void Remember(byte[] state)
    {
        lock (gate)
        {
            this.state = state;
            transport?.Remember(state);
        }
    }

    /// <summary>Closed by the server: nobody resumes that.</summary>
    public void Close(CloseCode code, string reason)
    {
        lock (gate)
        {
            if (closed || handedOff) return;
            closed = true;
            log.Clear();
            if (transport is null) keeper.EndSoon(this);
            else transport.Close(code, reason);
        }
    }

    /// <summary>Sends the answer; what is sent from now on counts.</summary>
    public void Answer(in Frame frame)
    {
        lock (gate)
        {
            answering = false;
            transport?.TrySend(frame);
        }
    }
}
