using Parley.Core.Identity;
using Parley.Core.Messages;
using Parley.Core.Sessions;

namespace Parley.Core.Resuming;

/// <summary>
/// What a session that can be resumed takes for its connection: it stays while the transports below it come and go. It
/// numbers what is sent and keeps it for a while, and counts what comes in. Rooms see one peer all the time.
/// </summary>
/// <remarks>
/// Two locks, always taken in this order: <see cref="receiving"/> is held while the session works on a message and while it
/// changes transports, so that messages are worked on one at a time whichever transport they came by; <see cref="gate"/>
/// guards what is sent. Senders, who may hold a room's lock, take only the second.
/// </remarks>
internal sealed class ResumableConnection : IConnection
{
    private const long Minute = 60_000;

    private readonly Lock receiving = new();
    private readonly Lock gate = new();
    private readonly KeptSessions keeper;
    private readonly ResumableSession session;
    private readonly ReplayLog log;
    private readonly TimeSpan grace;
    private byte[] secret;

    // What the client used last. Good until it shows that it has the next: the answer may have been lost with its connection.
    private byte[]? used;
    private Transport? current;

    // The last one, as long as the session waits for the next.
    private volatile Transport? lost;
    private IConnection? transport;
    private long received;
    private long minuteBegan;
    private int resumes;

    // Until the answer is out nothing is numbered: whatever is told meanwhile, the state behind the answer says.
    private bool answering = true;

    // What the session is to be opened with on another node.
    private byte[]? state;

    // What another node sent may have been counted here once more.
    private bool doubtful;
    private bool handedOff;

    // The transport that was lost last, until the session is resumed.
    private IConnection? left;
    private bool closed;
    private bool over;

    public ResumableConnection(
        KeptSessions keeper, IConnection transport, ResumableSession session, ResumeBinding binding, TimeSpan grace,
        ResumeState? state = null)
    {
        (this.keeper, this.transport, this.session, this.grace) = (keeper, transport, session, grace);
        Binding = binding;
        Name = state?.Name ?? PeerId.Next().ToString();
        (secret, used, received) = (state?.Secret ?? ResumeToken.NewSecret(), state?.Used, state?.Received ?? 0);
        log = new ReplayLog(keeper.Options, keeper.LogBytes, state?.Sent ?? 0);
        current = new Transport(this);
    }

    /// <summary>Finds it among all sessions; unique among nodes, and naming its node.</summary>
    public string Name { get; }

    public ResumeBinding Binding { get; }

    /// <summary>When it ends, unless it is resumed. In milliseconds of the clock.</summary>
    public long AwayUntil { get; private set; } = long.MaxValue;

    /// <summary>What the first transport tells.</summary>
    public IMessageHandler Handler => current!;

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

    public ResumeAnswer FirstAnswer(ResumeResult result, string? reason) =>
        new(result, ResumeToken.Write(Name, secret), 0, 0, grace, reason);

    /// <summary>Sends the answer; what is sent from now on counts.</summary>
    public void Answer(in Frame frame)
    {
        lock (gate)
        {
            answering = false;
            transport?.TrySend(frame);
        }
    }

    /// <summary>The message that is worked on does not count. From within <see cref="Session.Receive"/>.</summary>
    public void Uncount() => received--;

    /// <summary>The session goes on by another transport. <c>null</c> when it does not.</summary>
    public IMessageHandler? Resume(
        long seen, byte[] presented, IConnection next, VerifiedIdentity? identity, out ResumeResult result, out string reason)
    {
        IConnection? old, before;
        Transport taken;
        lock (receiving)
        {
            (result, reason) = (ResumeResult.Rejected, ResumeReason.Unknown);
            if (over || !(ResumeToken.Equal(secret, presented) | ResumeToken.Equal(used, presented))) return null;
            if (IsTooOften())
            {
                reason = ResumeReason.TooOften;
                Close(CloseCode.RateLimited, "resumed too often: wait, then connect anew");
                return null;
            }

            (used, secret) = (presented, ResumeToken.NewSecret());
            keeper.Unkeep(this);
            before = left;
            left = null;
            // Nothing that still comes by the old transport counts any more.
            current = lost = null;
            session.Returning(identity);
            if (Attach(next, seen, out old) is not { } answer)
            {
                End();
                return null;
            }

            current = taken = new Transport(this);
            result = answer.Result;
            if (result == ResumeResult.Snapshot) session.Restate(answer);
        }

        old?.Close(CloseCode.Replaced, "replaced: the session was resumed on another connection");
        (old ?? before)?.Dismiss();
        return taken;
    }

    /// <summary>Nobody came in time, or it was closed meanwhile.</summary>
    public void Expire()
    {
        lock (receiving)
        {
            if (over || current is not null || (AwayUntil > keeper.Now && !closed)) return;
            FlushBatch.Run(this, static self => self.End());
        }
    }

    private bool IsTooOften()
    {
        var now = keeper.Now;
        if (resumes == 0 || now - minuteBegan >= Minute) (minuteBegan, resumes) = (now, 0);
        return ++resumes > keeper.Options.ResumesPerMinute;
    }

    /// <summary>Answers, and sends what was missed; where that is gone the session has to say its state. <c>null</c> when it was closed.</summary>
    private ResumeAnswer? Attach(IConnection next, long seen, out IConnection? old)
    {
        lock (gate)
        {
            old = transport;
            if (closed) return null;
            transport = next;
            if (state is not null) next.Remember(state);
            AwayUntil = long.MaxValue;
            log.Prune(keeper.Now);
            var token = ResumeToken.Write(Name, secret);
            if (log.Covers(seen) && !answering && !doubtful)
            {
                var answer = new ResumeAnswer(ResumeResult.Resumed, token, seen, received, grace);
                next.TrySend(session.WriteResumed(answer));
                foreach (var frame in log.After(seen)) next.TrySend(frame);
                return answer;
            }

            var reason = doubtful ? ResumeReason.Moved : seen > log.Last ? ResumeReason.Number : log.LossReason;
            log.Clear();
            (answering, doubtful) = (true, false);
            return new ResumeAnswer(ResumeResult.Snapshot, token, log.Last, received, grace, reason);
        }
    }

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

    /// <summary>With <see cref="receiving"/> held.</summary>
    private void End()
    {
        over = true;
        lost = null;
        left = null;
        lock (gate)
        {
            closed = true;
            log.Clear();
        }

        keeper.Forget(this);
        session.Ended();
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
