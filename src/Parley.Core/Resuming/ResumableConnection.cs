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
internal sealed partial class ResumableConnection : IConnection
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

    public ResumeAnswer FirstAnswer(ResumeResult result, string? reason) =>
        new(result, ResumeToken.Write(Name, secret), 0, 0, grace, reason);

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
}
