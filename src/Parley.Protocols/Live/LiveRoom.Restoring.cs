using Parley.Protocols.Live.Media;

namespace Parley.Protocols.Live;

/// <summary>
/// Where there are several nodes: what each session would have to be opened with on another one, and how the room is made
/// again there. What was on a media server is the node's that was, and gone with it. See docs/scaling.md.
/// </summary>
internal sealed partial class LiveRoom
{
    private readonly HashSet<LiveMember> changed = [];
    private LiveKeeper? keeper;
    private bool reopened;

    /// <summary>What the member's session would have to be opened with has changed; said when the room is through.</summary>
    private void Note(LiveMember member)
    {
        if (member.Remember is not null) changed.Add(member);
    }

    private void RememberChanged()
    {
        if (changed.Count == 0) return;
        var shape = new LiveRoomShape(channel, founder, listed, anybodyPublishes, maxPublishers, keptOpen);
        foreach (var member in changed) member.Remember!(member.Place == LivePlace.In ? StandingOf(member, shape) : null);
        changed.Clear();
    }

    private LiveStanding StandingOf(LiveMember member, LiveRoomShape shape) => new(
        member.Session, shape, member.Role, member.PublisherSince, member.Video, member.Audio, member.HeardAt is not null,
        member.Uplink is not null || member.MustOffer, accepted.Contains(member.UserId), muted.Contains(member.UserId),
        [.. member.Downlinks.Values.Where(d => !d.Offered)
            .Select(d => new LiveAwaited(d.Publisher.UserId, d.Publisher.SessionId!, d.Request.Signal.ToArray()))],
        Join: []);

    /// <summary>Takes a session back as it was. Nobody hears of it.</summary>
    private void Restore(LiveMember member, LiveStanding standing)
    {
        if (bySession.ContainsKey(member.Session.Address))
        {
            // It has come by another connection.
            member.Place = LivePlace.Gone;
            return;
        }

        if (!open) MakeAgain(standing.Room);
        reopened = true;
        (member.Role, member.PublisherSince) = (standing.Role, standing.PublisherSince);
        (member.Video, member.Audio, member.MustOffer) = (standing.Video, standing.Audio, standing.Sends);
        if (standing.Beats) member.HeardAt = protocol.Clock.Milliseconds;
        if (standing.Accepted) accepted.Add(member.UserId);
        if (standing.Muted) muted.Add(member.UserId);
        member.Place = LivePlace.In;
        members.Add(member);
        bySession.Add(member.Session.Address, member);
        promotions = Math.Max(promotions, member.PublisherSince);
        publishers = null;
        protocol.Counts.Came(member.Role);

        var deadline = protocol.Clock.Milliseconds + Milliseconds(Options.WatchTimeout);
        foreach (var awaited in standing.Awaits)
        {
            var request = new LiveRequest(LiveSignalType.Watch, awaited.Signal);
            var address = new LiveAddress(awaited.UserId, awaited.SessionId);
            member.Downlinks.Add(address, new LiveDownlink(member, address, request, deadline));
            protocol.Counts.Downlink(1);
        }

        Want(Math.Min(deadline, protocol.Clock.Milliseconds + Milliseconds(Options.HeartbeatTimeout)));
    }

    /// <summary>However many rooms there are: this one was let in elsewhere.</summary>
    private void MakeAgain(LiveRoomShape shape)
    {
        protocol.Counts.TryOpen(int.MaxValue);
        (open, channel, founder, anybodyPublishes) = (true, shape.Channel, shape.Founder, shape.AnybodyPublishes);
        (listed, maxPublishers, keptOpen) = (shape.Listed?.ToHashSet(), shape.MaxPublishers, shape.KeptOpen);
    }

    private void Keep(KeepLiveRoom keep)
    {
        if (!open) MakeAgain(keep.Room);
        keeper = keep.Keeper;
    }

    /// <summary>
    /// Everybody is there again, and hears. What was on a media server has to begin anew there, as when that was lost: calls
    /// of two have nothing there, and go on.
    /// </summary>
    private void GoOn(LiveMember member)
    {
        if (!reopened || member.Place != LivePlace.In) return;
        reopened = false;
        if (channel == LiveChannel.PeerToPeer) return;
        protocol.Counts.RoomMoved();
        foreach (var publisher in members)
        {
            if (!publisher.MustOffer) continue;
            publisher.MustOffer = false;
            if (publisher.Uplink is null) AskForOffer(publisher);
            Note(publisher);
        }

        TellPublishers();
    }

    /// <summary>
    /// It lives on another node. Its members are told there; here only those leave who have no session that could go along,
    /// and everything is given back that there is on media servers.
    /// </summary>
    private void Forget()
    {
        if (!open) return;
        foreach (var member in members)
        {
            (member.Place, member.Remember) = (LivePlace.Gone, null);
            protocol.Counts.Went(member.Role);
            if (member.Uplink is not null) protocol.Counts.Uplink(-1);
            protocol.Counts.Downlink(-member.Downlinks.Count);
            member.Peer.TryDeliver(LiveOut.Instance);
        }

        members.Clear();
        bySession.Clear();
        changed.Clear();
        keeper = null;
        End("");
    }
}
