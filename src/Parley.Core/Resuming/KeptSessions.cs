using System.Collections.Concurrent;
using Parley.Core.Identity;
using Parley.Core.Metrics;
using Parley.Core.Sessions;
using Parley.Core.Time;

namespace Parley.Core.Resuming;

/// <summary>
/// The sessions of this node that can be resumed, with and without a connection: the one place that knows them. What a
/// session is owed, its numbers and its token are with its <see cref="ResumableConnection"/>; here is how it is found, and
/// how many there may be. See docs/resume.md.
/// </summary>
/// <param name="options">The bounds.</param>
/// <param name="clock">Deadlines.</param>
/// <param name="metrics">Counts what becomes of wishes to resume.</param>
public sealed class KeptSessions(ResumeOptions options, Clock clock, ParleyMetrics metrics)
{
    private readonly ConcurrentDictionary<string, ResumableConnection> sessions = new();
    private readonly ConcurrentQueue<ResumableConnection> ending = new();
    private readonly Lock gate = new();
    private readonly HashSet<ResumableConnection> away = [];
    private readonly Dictionary<string, int> awayByUser = [];

    /// <summary>Sessions that can be resumed.</summary>
    public int Count => sessions.Count;

    /// <summary>Those of them without a connection.</summary>
    public int Away
    {
        get
        {
            lock (gate) return away.Count;
        }
    }

    /// <summary>Bytes of messages that are kept to be sent again.</summary>
    public long Bytes => LogBytes.Count;

    internal ResumeOptions Options => options;

    internal KeptBytes LogBytes { get; } = new();

    internal long Now => clock.Milliseconds;

    /// <summary>
    /// Takes the client's connection to the session that it asks for. From the thread that reads the connection, or before
    /// one does; no lock may be held.
    /// </summary>
    /// <param name="request">What the client asked, for a session that was there before.</param>
    /// <param name="binding">Who asks, for what: as verified just now.</param>
    /// <param name="connection">The client's new connection.</param>
    /// <param name="identity">As verified just now.</param>
    /// <param name="reason">Where it fails: why, one of <see cref="ResumeReason"/>.</param>
    /// <returns>What the connection tells from now on; <c>null</c> where the session is not to be had.</returns>
    public IMessageHandler? Resume(
        ResumeRequest request, ResumeBinding binding, IConnection connection, VerifiedIdentity? identity, out string reason)
    {
        reason = ResumeReason.Unknown;
        if (!ResumeToken.TryRead(request.Token, out var name, out var secret)
            || !sessions.TryGetValue(name, out var kept) || kept.Binding != binding)
            return null;

        var handler = kept.Resume(request.Seen, secret, connection, identity, out var result, out reason);
        if (handler is not null) metrics.For(binding.Protocol).Resumed(result);
        return handler;
    }

    /// <summary>Ends what was not resumed in time. Called about once a second.</summary>
    public void Tick()
    {
        while (ending.TryDequeue(out var closed)) closed.Expire();

        ResumableConnection[] late;
        lock (gate) late = [.. away.Where(s => s.AwayUntil <= Now)];
        foreach (var session in late) session.Expire();
    }

    /// <summary>A session that can be resumed begins on a connection.</summary>
    internal ResumableConnection Begin(
        IConnection connection, ResumableSession session, ResumeBinding binding, TimeSpan grace, string? reason, out ResumeAnswer answer)
    {
        var kept = new ResumableConnection(this, connection, session, binding, grace);
        sessions[kept.Name] = kept;
        var result = reason is null ? ResumeResult.Begun : ResumeResult.Rejected;
        answer = kept.FirstAnswer(result, reason);
        metrics.For(binding.Protocol).Resumed(result);
        return kept;
    }

    /// <summary>A session that could be resumed on another node goes on here.</summary>
    internal ResumableConnection GoOn(
        IConnection connection, ResumableSession session, ResumeBinding binding, TimeSpan grace, ResumeState state)
    {
        var kept = new ResumableConnection(this, connection, session, binding, grace, state);
        sessions[kept.Name] = kept;
        return kept;
    }

    /// <summary>A connection was lost. <c>false</c> when too many sessions wait for one already.</summary>
    internal bool TryKeep(ResumableConnection session)
    {
        lock (gate)
        {
            var ofUser = awayByUser.GetValueOrDefault(session.Binding.UserId);
            if (away.Count >= options.Sessions || ofUser >= options.SessionsPerUser) return false;
            away.Add(session);
            awayByUser[session.Binding.UserId] = ofUser + 1;
            return true;
        }
    }

    /// <summary>A session has a connection again, or has ended.</summary>
    internal void Unkeep(ResumableConnection session)
    {
        lock (gate)
        {
            if (!away.Remove(session)) return;
            var left = awayByUser[session.Binding.UserId] - 1;
            if (left > 0) awayByUser[session.Binding.UserId] = left;
            else awayByUser.Remove(session.Binding.UserId);
        }
    }

    /// <summary>A session was closed while it had no connection; its end must not run on the stack of who closed it.</summary>
    internal void EndSoon(ResumableConnection session) => ending.Enqueue(session);

    internal void Forget(ResumableConnection session)
    {
        Unkeep(session);
        sessions.TryRemove(session.Name, out _);
    }
}
