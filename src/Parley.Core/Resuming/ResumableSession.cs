using Parley.Core.Identity;
using Parley.Core.Limits;
using Parley.Core.Messages;
using Parley.Core.Metrics;
using Parley.Core.Sessions;

namespace Parley.Core.Resuming;

/// <summary>A session that a client may resume on another connection, if it asked for that; see docs/resume.md.</summary>
public abstract class ResumableSession : Session
{
    private ResumableConnection? kept;

    /// <param name="connection">The transport below.</param>
    /// <param name="codec">Writes events as this client reads them.</param>
    /// <param name="rate">How much it may send.</param>
    /// <param name="metrics">Counts what comes and goes.</param>
    protected ResumableSession(IConnection connection, ICodec codec, RateGuard rate, ProtocolMetrics metrics)
        : base(connection, codec, rate, metrics)
    {
    }

    /// <summary>Whether the client asked for resuming.</summary>
    protected bool IsKept => kept is not null;

    /// <summary>
    /// From now on the session outlives its connection, if that is lost. Nothing is sent until <see cref="Answer"/>. From
    /// the thread that reads the connection, or before one does.
    /// </summary>
    /// <param name="sessions">Where it is kept.</param>
    /// <param name="binding">Whose it is.</param>
    /// <param name="grace">For how long; none: not at all.</param>
    /// <param name="rejected">Why the session that the client asked for was not to be had; <c>null</c> when it asked for none.</param>
    /// <returns>What the client is to be told.</returns>
    protected ResumeAnswer Keep(KeptSessions sessions, ResumeBinding binding, TimeSpan grace, string? rejected)
    {
        TakeFor(sessions.Begin(Connection, this, binding, grace, rejected, out var answer));
        return answer;
    }

    /// <summary>The same for a session that another node kept. Its client was told; till <see cref="Answer"/> nothing counts here, either.</summary>
    /// <param name="sessions">Where it is kept.</param>
    /// <param name="binding">Whose it is.</param>
    /// <param name="grace">For how long.</param>
    /// <param name="carried">What that node's <see cref="IMessageHandler.HandOff"/> gave.</param>
    protected void KeepOn(KeptSessions sessions, ResumeBinding binding, TimeSpan grace, byte[] carried) =>
        TakeFor(sessions.GoOn(Connection, this, binding, grace, ResumeState.FromBytes(carried)));

    /// <summary>
    /// Gives this session's connection to the one that the client asks for, which answers; this one is over then. From the
    /// thread that reads the connection.
    /// </summary>
    /// <param name="sessions">Where it is kept.</param>
    /// <param name="request">What the client asked.</param>
    /// <param name="binding">Who asks: as verified just now.</param>
    /// <param name="identity">As verified just now.</param>
    /// <param name="rejected">Why there is no such session; <c>null</c> when the client asked for none.</param>
    protected bool TryResume(
        KeptSessions sessions, ResumeRequest? request, ResumeBinding binding, VerifiedIdentity? identity, out string? rejected)
    {
        rejected = null;
        if (request is not { IsForKnown: true } wanted) return false;
        if (sessions.Resume(wanted, binding, Connection, identity, out rejected) is not { } handler) return false;

        Connection.HandOver(handler);
        return true;
    }

    /// <summary>Lets another handler have this session's connection; this one is over then. From the thread that reads it.</summary>
    protected void HandOver(Func<IConnection, IMessageHandler> next) => Connection.HandOver(next(Connection));

    /// <summary>Sends the answer to a client that asked for resuming; messages count from here on.</summary>
    protected bool Answer(in Frame frame)
    {
        kept!.Answer(frame);
        Metrics.Sent(MessageKind.Register);
        return true;
    }

    private void TakeFor(ResumableConnection connection)
    {
        kept = connection;
        Connection.HandOver(kept.Handler);
        Connection = kept;
    }

    /// <summary>The message that is being worked on is not to be sent again when it was lost, so it does not count.</summary>
    protected void Uncount() => kept?.Uncount();

    /// <summary>The connection was lost, and the session goes on without: what it is delivered is kept for the client.</summary>
    protected internal virtual void Away()
    {
    }

    /// <summary>The client has come back on another connection, and shown again who it is; it has been told nothing yet.</summary>
    /// <param name="identity">As verified just now.</param>
    protected internal abstract void Returning(VerifiedIdentity? identity);

    /// <summary>The answer that goes before the missed messages. A lock is held: only writes.</summary>
    protected internal abstract Frame WriteResumed(ResumeAnswer answer);

    /// <summary>Not all that was missed is there any more: sends <paramref name="answer"/> by <see cref="Answer"/>, with the full state.</summary>
    protected internal abstract void Restate(ResumeAnswer answer);
}
