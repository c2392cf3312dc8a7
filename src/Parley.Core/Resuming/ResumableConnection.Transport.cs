using Parley.Core.Sessions;

namespace Parley.Core.Resuming;

/// <content>What comes from below: messages, and the ends of transports, which are not the session's.</content>
internal sealed partial class ResumableConnection
{
    /// <summary>The message that is worked on does not count. From within <see cref="Session.Receive"/>.</summary>
    public void Uncount() => received--;

    private void Receive(Transport from, ReadOnlySpan<byte> message, bool binary)
    {
        lock (receiving)
        {
            if (current != from) return;
            received++;
            used = null;
            try
            {
                session.Receive(message, binary);
            }
            catch
            {
                // Half of what the message asked may have been done: nobody goes on from there.
                from.Leaves = true;
                throw;
            }
        }
    }

    private void Lost(Transport from)
    {
        lock (receiving)
        {
            if (current != from) return;
            current = null;
            var keep = false;
            lock (gate)
            {
                (left, transport) = (transport, null);
                AwayUntil = keeper.Now + (long)grace.TotalMilliseconds;
                keep = !closed && !from.Leaves && grace > TimeSpan.Zero && keeper.TryKeep(this);
            }

            if (keep)
            {
                lost = from;
                session.Away();
            }
            else End();
        }
    }

    private byte[]? HandOff(Transport from)
    {
        lock (receiving)
        {
            lock (gate)
            {
                if (current != from || over || closed || answering || doubtful) return null;
                handedOff = true;
                return new ResumeState(Name, secret, used, log.Last, received).ToBytes();
            }
        }
    }

    private void Doubt()
    {
        lock (gate) doubtful = true;
    }

    private void GiveUp(Transport from)
    {
        lock (receiving)
        {
            if (over || (current ?? lost) != from) return;
            current = null;
            // Nobody comes back to it here.
            session.Leaving();
            End();
        }
    }

    private void Tick(Transport from)
    {
        if (current != from) return;
        lock (gate) log.Prune(keeper.Now);
        session.Tick();
    }

    private void Leaving(Transport from)
    {
        lock (receiving)
        {
            if (current != from) return;
            from.Leaves = true;
            session.Leaving();
        }
    }

    /// <summary>One of the transports, one after the other: what comes by any but the current one is not heard.</summary>
    private sealed class Transport(ResumableConnection owner) : IMessageHandler
    {
        /// <summary>Whether the session ends with this transport.</summary>
        public volatile bool Leaves;

        public void Receive(ReadOnlySpan<byte> message, bool binary) => owner.Receive(this, message, binary);

        public void Tick() => owner.Tick(this);

        public void TooSlow()
        {
            // Close code 4503 says to start afresh. A lock of the connection may be held here.
            Leaves = true;
            owner.session.TooSlow();
        }

        public void Leaving() => owner.Leaving(this);

        public void Ended() => owner.Lost(this);

        public bool IsAway => owner.lost == this;

        public void Reopened() => owner.session.Reopened();

        public void GiveUp() => owner.GiveUp(this);

        public byte[]? HandOff() => owner.HandOff(this);

        public void Doubt() => owner.Doubt();

        public void LatestLost()
        {
            if (owner.current == this) ((IMessageHandler)owner.session).LatestLost();
        }
    }
}
