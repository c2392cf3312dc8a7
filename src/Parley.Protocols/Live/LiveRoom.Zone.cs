using System.Collections.Frozen;

namespace Parley.Protocols.Live;

/// <summary>The room of a world's zone: who may be in it, and who is heard, the world says.</summary>
internal sealed partial class LiveRoom
{
    private FrozenDictionary<string, bool> people = FrozenDictionary<string, bool>.Empty;
    private Guid turn;

    /// <summary>Whether the user may be in the room.</summary>
    private bool MayEnter(string userId) => !IsZone || people.ContainsKey(userId);

    /// <summary>
    /// Whether somebody who could publish may only watch: who is muted begins nothing new. What they sent before goes on,
    /// and its audio is cut.
    /// </summary>
    private bool OnlyListens(LiveMember member) => IsZone && member.Uplink is null && muted.Contains(member.UserId);

    private void Host(HostZone wish)
    {
        // Overtaken on its way. A room that has ended is remembered for as long as any that is empty, so that an older wish
        // does not open it again.
        if (wish.Turn.CompareTo(turn) <= 0 || (!open && !TryOpen(LiveChannel.ManyToMany))) return;
        (turn, people, maxPublishers, anybodyPublishes, keptOpen) =
            (wish.Turn, wish.People.ToFrozenDictionary(), wish.MaxPublishers, true, wish.People.Count > 0);
        foreach (var member in members.ToArray())
        {
            if (!people.ContainsKey(member.UserId)) PutOut(member, "you are not in this zone, or it is not on the media server any more");
        }

        muted.RemoveWhere(userId => !people.ContainsKey(userId));
        foreach (var (userId, cut) in people) SetMuted(userId, cut);
        if (keptOpen) return;

        // Nobody may come in, so there is nothing left to do on the media server.
        media?.TryDeliver(Media.EndMedia.Instance);
        (media, lastLost, emptySince) = (null, 0, protocol.Clock.Milliseconds);
        Want(emptySince + Milliseconds(Options.EmptyTimeout));
    }
}
