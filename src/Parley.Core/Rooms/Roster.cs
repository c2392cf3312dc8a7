using Parley.Core.Messages;
using Parley.Core.Sessions;

namespace Parley.Core.Rooms;

/// <summary>Who is in a room, in the order they came. One user may be there with several peers. Not thread-safe: rooms are.</summary>
/// <typeparam name="TMember">What the room knows of a member.</typeparam>
public sealed class Roster<TMember>
    where TMember : class, IMember
{
    private TMember[] members = [];
    private int count;

    /// <summary>How many peers are there.</summary>
    public int Count => count;

    /// <summary>The members, in the order they came.</summary>
    public ReadOnlySpan<TMember> Members => members.AsSpan(0, count);

    /// <summary>Adds a member. <c>true</c> when it is the first of its user.</summary>
    public bool Add(TMember member)
    {
        var first = !Has(member.UserId);
        if (count == members.Length) Array.Resize(ref members, Math.Max(2, count * 2));
        members[count++] = member;
        return first;
    }

    /// <summary>The member that this peer is, or <c>null</c>.</summary>
    public TMember? Find(IPeer peer)
    {
        foreach (var member in Members)
        {
            if (ReferenceEquals(member.Peer, peer)) return member;
        }

        return null;
    }

    /// <summary>Removes the peer. <c>null</c> when it was not there.</summary>
    /// <param name="peer">Who goes.</param>
    /// <param name="last">Whether its user is gone with it.</param>
    public TMember? Remove(IPeer peer, out bool last)
    {
        last = false;
        for (var i = 0; i < count; i++)
        {
            if (!ReferenceEquals(members[i].Peer, peer)) continue;

            var member = members[i];
            Array.Copy(members, i + 1, members, i, --count - i);
            members[count] = null!;
            last = !Has(member.UserId);
            return member;
        }

        return null;
    }

    /// <summary>Whether the user is there with any peer.</summary>
    public bool Has(string userId)
    {
        foreach (var member in Members)
        {
            if (member.UserId == userId) return true;
        }

        return false;
    }

    /// <summary>Tells everybody but <paramref name="except"/>.</summary>
    public void DeliverToAll(Event message, IPeer? except = null)
    {
        foreach (var member in Members)
        {
            if (!ReferenceEquals(member.Peer, except)) member.Peer.TryDeliver(message);
        }
    }

    /// <summary>Tells every peer of one user. <c>false</c> when there is none.</summary>
    public bool DeliverTo(string userId, Event message, IPeer? except = null)
    {
        var found = false;
        foreach (var member in Members)
        {
            if (member.UserId != userId || ReferenceEquals(member.Peer, except)) continue;
            found = true;
            member.Peer.TryDeliver(message);
        }

        return found;
    }
}
