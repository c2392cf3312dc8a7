using Parley.Protocols.Live.Media;

namespace Parley.Protocols.Live;

/// <summary>Streams: asked of the media server's peer, which answers with commands like anybody.</summary>
internal sealed partial class LiveRoom
{
    private const string Muted = "muted";

    private MediaPeer? media;
    private int lastLost;

    private void Offer(OfferLive offer)
    {
        var member = offer.Member;
        if (member.Role != LiveRole.Publisher)
        {
            Refuse(offer, LiveCode.PermissionDenied, "Only publishers send. Ask to be one: publishRequest.");
        }
        else if (OnlyListens(member))
        {
            Refuse(offer, LiveCode.PermissionDenied, "You are muted, and may only watch until it ends: then pps lists you, and you may offer.", Muted);
        }
        else if (channel == LiveChannel.AudioToMany && offer.Sdp.HasVideo)
        {
            Refuse(offer, LiveCode.InvalidSignal, "sdp: has a video section, and this room is for audio only.");
        }
        else if (member.Uplink is not null && !offer.Restarting)
        {
            Refuse(offer, LiveCode.InvalidSignal, "This session sends already. Set op.restarting to go on with its uplink in another way.");
        }
        else
        {
            Publish(offer);
        }
    }

    private void Publish(OfferLive offer)
    {
        var member = offer.Member;
        var uplink = member.Uplink ?? new LiveUplink(member.Session);
        media ??= new MediaPeer(protocol, Id, Rid, channel == LiveChannel.AudioToMany, MaxPublishers * Options.SessionsPerUser);
        var asked = new OfferUplink(
            uplink, offer.Sdp.Text, offer.Hls || channel == LiveChannel.OneToMany, muted.Contains(member.UserId), offer.Request);
        if (!media.TryDeliver(asked))
        {
            Refuse(offer, LiveCode.ServerFailed, "Too much waits for the media server: exit the room, and try later.");
            return;
        }

        if (member.Uplink is null) protocol.Counts.Uplink(1);
        member.Uplink = uplink;
        Note(member);
    }

    private void Watch(WatchLive watch)
    {
        var member = watch.Member;
        if (Target(watch) is not { } publisher) return;
        var address = publisher.Session.Address;
        if (member.Downlinks.TryGetValue(address, out var earlier))
        {
            // The answer to the earlier one is on its way, and answers this one as well.
            if (!earlier.Offered) return;
            EndDownlink(earlier);
        }

        if (member.Downlinks.Count >= Options.WatchesPerSession)
        {
            Refuse(watch, LiveCode.ServerFailed, $"You watch {Options.WatchesPerSession} streams, as many as you may. Retry when some have ended.");
            return;
        }

        var deadline = protocol.Clock.Milliseconds + Milliseconds(Options.WatchTimeout);
        var downlink = new LiveDownlink(member, address, watch.Request, deadline);
        member.Downlinks.Add(address, downlink);
        Note(member);
        protocol.Counts.Downlink(1);
        if (publisher.Uplink is { Flows: true } uplink) Open(downlink, uplink);
        else Want(deadline);
    }

    /// <summary>Who is to be watched; <c>null</c> when that was refused.</summary>
    private LiveMember? Target(WatchLive watch)
    {
        if (bySession.GetValueOrDefault(watch.To) is not { } publisher)
        {
            if (HasLeft(watch.To)) Refuse(watch, LiveCode.UserLeft, "to: has left the room.");
            else Refuse(watch, LiveCode.InvalidSignal, "to: was never in this room. See pps for who is.");
            return null;
        }

        if (publisher.Role == LiveRole.Publisher) return publisher;
        Refuse(watch, LiveCode.InvalidSignal, "to: only watches. See pps for who publishes.");
        return null;
    }

    private void Answer(AnswerLive answer)
    {
        if (answer.Member.Downlinks.GetValueOrDefault(answer.To) is { Offered: true } downlink)
        {
            if (!media!.TryDeliver(new AnswerDownlink(downlink, answer.Sdp.Text, answer.Request)))
                Refuse(answer, LiveCode.ServerFailed, "Too much waits for the media server: exit the room, and try later.");
        }
        else if (bySession.ContainsKey(answer.To))
        {
            Refuse(answer, LiveCode.InvalidSignal, "to: you have no offer of this session to answer. WATCH it first.");
        }
        else if (HasLeft(answer.To))
        {
            Refuse(answer, LiveCode.UserLeft, "to: has left the room.");
        }
        else
        {
            Refuse(answer, LiveCode.RecipientNotMember, "to: was never in this room.");
        }
    }

    private void Trickle(CandidateLive trickled)
    {
        var member = trickled.Member;
        MediaRequest? asked = null;
        if (trickled.To is not { } to || to == member.Session.Address)
        {
            if (member.Uplink is { } uplink) asked = new TrickleUplink(uplink, trickled.Candidate);
        }
        else if (member.Downlinks.GetValueOrDefault(to) is { Offered: true } downlink)
        {
            asked = new TrickleDownlink(downlink, trickled.Candidate);
        }
        else if (!bySession.ContainsKey(to))
        {
            Refuse(trickled, LiveCode.RecipientNotMember, "to: is not in this room.");
            return;
        }

        if (asked is null) Refuse(trickled, LiveCode.InvalidSignal, "to: there is no such connection. OFFER or WATCH first.");
        else if (!media!.TryDeliver(asked)) Refuse(trickled, LiveCode.ServerFailed, "Too many candidates wait for the media server.");
    }

    private void Mute(LiveMember member, bool cut)
    {
        if (member.Uplink is { } uplink) media!.TryDeliver(new MuteUplink(uplink, cut));
    }

    /// <summary>Ends what a member sends. Who has its offer has nothing to watch any more; who waits for one goes on waiting.</summary>
    private void EndUplink(LiveMember publisher)
    {
        if (publisher.Uplink is not { } uplink) return;
        publisher.Uplink = null;
        publishers = null;
        Note(publisher);
        protocol.Counts.Uplink(-1);
        foreach (var downlink in Watching(publisher.Session.Address))
        {
            if (downlink.Offered)
            {
                EndDownlink(downlink);
            }
            else if (downlink.Uplink is not null)
            {
                downlink.Uplink = null;
                media!.TryDeliver(new EndDownlink(downlink));
                Want(downlink.WaitsUntil);
            }
        }

        media!.TryDeliver(new EndUplink(uplink));
    }

    private void EndDownlinks(LiveMember watcher)
    {
        foreach (var downlink in watcher.Downlinks.Values.ToArray()) EndDownlink(downlink, told: true);
    }

    private void EndDownlink(LiveDownlink downlink, bool told = false)
    {
        downlink.Watcher.Downlinks.Remove(downlink.Publisher);
        if (!downlink.Offered) Note(downlink.Watcher);
        protocol.Counts.Downlink(-1);
        if (downlink.Uplink is not null) media!.TryDeliver(new EndDownlink(downlink));
        if (!told) downlink.Watcher.Peer.TryDeliver(new LiveLinkEnded(downlink.Publisher));
    }

    private void Open(LiveDownlink downlink, LiveUplink uplink)
    {
        downlink.Uplink = uplink;
        if (!media!.TryDeliver(new OpenDownlink(downlink, uplink)))
            GiveUp(downlink, LiveCode.ServerFailed, "The media server is busy.");
    }

    private void GiveUp(LiveDownlink downlink, LiveCode code, string why)
    {
        EndDownlink(downlink, told: true);
        downlink.Watcher.Peer.TryDeliver(new LiveRefused(
            downlink.Request, code, code == LiveCode.ServerFailed ? $"{why} Retry." : why));
    }

    private void GiveUpWaiting(long now)
    {
        foreach (var downlink in members.SelectMany(m => m.Downlinks.Values).Where(d => d.Uplink is null).ToArray())
        {
            if (downlink.WaitsUntil <= now) GiveUp(downlink, LiveCode.ServerFailed, "to: sends nothing yet.");
            else Want(downlink.WaitsUntil);
        }
    }

    private void RefuseWaiting(LiveAddress publisher)
    {
        foreach (var downlink in Watching(publisher)) GiveUp(downlink, LiveCode.UserLeft, "to: has left the room.");
    }

    private LiveDownlink[] Watching(LiveAddress publisher)
    {
        List<LiveDownlink>? found = null;
        foreach (var member in members)
        {
            if (member.Downlinks.TryGetValue(publisher, out var downlink)) (found ??= []).Add(downlink);
        }

        return found is null ? [] : [.. found];
    }
}
