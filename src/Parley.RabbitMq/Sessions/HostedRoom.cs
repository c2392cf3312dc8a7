using Parley.Core.Rooms;
using Parley.RabbitMq.Wire;

namespace Parley.RabbitMq.Sessions;

/// <summary>
/// Who is with a room here, and by which nodes: those that have clients in it, this one among them, are told who else is
/// there, so that they know when it is this node's no more. Guarded by the shard's lock.
/// </summary>
internal sealed class HostedRoom(RoomId id)
{
    private readonly HashSet<HostedSession> sessions = [];
    private readonly HashSet<HostedSession> replaced = [];
    private readonly Dictionary<OutLink, int> links = [];
    private readonly Dictionary<long, int> nodes = [];
    private int here;
    private int remote;
    private volatile bool inDoubt;

    public RoomId Id => id;

    public bool IsEmpty => sessions.Count == 0;

    /// <summary>Whether something was done in it that another owner may have done before.</summary>
    public bool InDoubt
    {
        get => inDoubt;
        set => inDoubt = value;
    }

    /// <summary>Who is in it now.</summary>
    public IReadOnlyList<HostedSession> Sessions => [.. sessions];

    /// <summary>Whether somebody's client is on another node.</summary>
    public bool HasRemote => Volatile.Read(ref remote) > 0;

    private IEnumerable<HostedSession> Known => sessions.Where(s => !replaced.Contains(s));

    /// <summary>Whether somebody is in it whose client is on another node than that.</summary>
    public bool HasOthersThan(long node) => nodes.Count > 1 || (nodes.Count == 1 && !nodes.ContainsKey(node));

    public void Add(HostedSession session)
    {
        if (session.Link is { } link && !links.ContainsKey(link))
        {
            foreach (var other in Known) Tell(link, ItemKind.Present, other);
        }

        Tell(session);
        if (session.IsHere && here == 0)
        {
            foreach (var other in Known) Note(present: true, other);
        }

        sessions.Add(session);
        Count(session, 1);
    }

    public void Remove(HostedSession session)
    {
        if (!sessions.Remove(session)) return;
        replaced.Remove(session);
        Count(session, -1);
        TellAbsent(session);
    }

    /// <summary>
    /// Another connection has taken its place, and its end is on its way: the other nodes know of it no more. Should the shard
    /// go elsewhere they would bring it along after that one, whose place it would take.
    /// </summary>
    public void Replace(HostedSession session)
    {
        if (sessions.Contains(session) && replaced.Add(session)) TellAbsent(session);
    }

    /// <summary>The other nodes are told of it, or of what has changed about it.</summary>
    public void Tell(HostedSession session)
    {
        if (replaced.Contains(session)) return;
        foreach (var other in Others(session)) Tell(other, ItemKind.Present, session);
        if (!session.IsHere) Note(present: true, session);
    }

    private void TellAbsent(HostedSession session)
    {
        foreach (var other in Others(session)) Tell(other, ItemKind.Absent, session);
        Note(present: false, session);
    }

    private void Count(HostedSession session, int more)
    {
        if (session.IsRemote) remote += more;
        if (session.IsHere) here += more;
        Count(nodes, session.EdgeNode, more);
        if (session.Link is { } link) Count(links, link, more);
    }

    private static void Count<T>(Dictionary<T, int> counts, T key, int more)
        where T : notnull
    {
        var count = counts.GetValueOrDefault(key) + more;
        if (count > 0) counts[key] = count;
        else counts.Remove(key);
    }

    private IEnumerable<OutLink> Others(HostedSession session) => links.Keys.Where(link => link != session.Link);

    private static void Note(bool present, HostedSession about) =>
        about.Shard.Node.Note(about.Shard.Number, present, about.EdgeNode, about.Opening);

    private static void Tell(OutLink link, ItemKind kind, HostedSession about) =>
        link.Member(kind, about.Shard.Number, about.Shard.Epoch, about.EdgeNode, about.Opening);
}
