using Parley.Core.Rooms;
using Parley.RabbitMq.Wire;

namespace Parley.RabbitMq.Sessions;

/// <summary>
/// Who is with a room here, and by which nodes: those that have clients in it, this one among them, are told who else is
/// there, so that they know when it is this node's no more. Guarded by the shard's lock.
/// </summary>
internal sealed class HostedRoom(RoomId id)
{
    private readonly List<HostedSession> sessions = [];
    private int remote;

    public RoomId Id => id;

    public bool IsEmpty => sessions.Count == 0;

    /// <summary>Whether somebody's client is on another node.</summary>
    public bool HasRemote => Volatile.Read(ref remote) > 0;

    /// <summary>Whether somebody is in it whose client is on another node than that.</summary>
    public bool HasOthersThan(long node) => sessions.Exists(s => s.EdgeNode != node);

    public void Doubt() => sessions.ForEach(session => session.Doubt());

    public void Add(HostedSession session)
    {
        if (session.Link is { } link && !sessions.Exists(s => s.Link == link))
        {
            foreach (var other in sessions) Tell(link, ItemKind.Present, other);
        }

        foreach (var other in Others(session)) Tell(other, ItemKind.Present, session);
        if (!session.IsHere)
        {
            Note(present: true, session);
        }
        else if (!sessions.Exists(s => s.IsHere))
        {
            foreach (var other in sessions) Note(present: true, other);
        }

        sessions.Add(session);
        if (session.IsRemote) remote++;
    }

    public void Remove(HostedSession session)
    {
        if (!sessions.Remove(session)) return;
        if (session.IsRemote) remote--;
        foreach (var other in Others(session)) Tell(other, ItemKind.Absent, session);
        Note(present: false, session);
    }

    private IEnumerable<OutLink> Others(HostedSession session) =>
        sessions.Select(s => s.Link).OfType<OutLink>().Distinct().Where(link => link != session.Link);

    private static void Note(bool present, HostedSession about) =>
        about.Shard.Node.Note(about.Shard.Number, present, about.EdgeNode, about.Opening);

    private static void Tell(OutLink link, ItemKind kind, HostedSession about) =>
        link.Member(kind, about.Shard.Number, about.Shard.Epoch, about.EdgeNode, about.Opening);
}
