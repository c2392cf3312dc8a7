using Parley.Core.Media;
using Parley.Protocols.Live.Media;

namespace Parley.Protocols.Live;

/// <summary>What the media server's peer says of streams, when it is about one that is still the current one.</summary>
internal sealed partial class LiveRoom
{
    private void Hear(MediaCommand told)
    {
        // What a peer of an earlier room of this name says late is nobody's any more.
        if (told.From != media) return;
        switch (told)
        {
            case UplinkAnswered answered:
                Take(answered);
                break;
            case UplinkRefused refused:
                Take(refused);
                break;
            case UplinkUnpackaged { Uplink: var uplink }:
                uplink.Unpackage();
                // Its playlist ends, and is nothing to send anybody to.
                if (Find(uplink) is not null) TellPublishers();
                break;
            case UplinkEnded ended:
                if (Find(ended.Uplink) is { } publisher)
                {
                    publisher.Peer.TryDeliver(new LiveLinkEnded(null));
                    EndUplink(publisher);
                    TellPublishers();
                }

                break;
            case DownlinkOffered offered:
                Take(offered);
                break;
            case DownlinkRefused refused:
                if (IsCurrent(refused.Downlink) && refused.Downlink.Uplink == refused.Uplink)
                    GiveUp(refused.Downlink, CodeOf(refused.Fault, LiveCode.UserLeft), refused.Message);
                break;
            case AnswerTaken taken:
                taken.Downlink.Watcher.Peer.TryDeliver(new LiveDone(taken.Request, Rid));
                break;
            case AnswerRefused refused:
                refused.Downlink.Watcher.Peer.TryDeliver(
                    new LiveRefused(refused.Request, CodeOf(refused.Fault, LiveCode.UserLeft), refused.Message));
                break;
            case DownlinkEnded ended:
                if (IsCurrent(ended.Downlink)) EndDownlink(ended.Downlink);
                break;
            case MediaLost lost:
                Move(lost.Place);
                break;
        }
    }

    private void Take(UplinkAnswered answered)
    {
        if (Find(answered.Uplink) is not { } publisher) return;
        var uplink = answered.Uplink;
        uplink.Hls = answered.Hls;
        publisher.Peer.TryDeliver(new LiveOfferAnswered(answered.Request, Rid, answered.Sdp, uplink.Hls));
        if (answered.Place <= lastLost)
        {
            // Its server was lost before this room heard that it was there.
            AskForOffer(publisher);
            if (OnlyListens(publisher)) TellPublishers();
            return;
        }

        var began = !uplink.Flows;
        (uplink.Flows, uplink.Place) = (true, answered.Place);
        if (!began) return;
        TellPublishers();
        foreach (var downlink in Watching(publisher.Session.Address))
        {
            if (downlink.Uplink is null) Open(downlink, uplink);
        }
    }

    private void Take(UplinkRefused refused)
    {
        if (Find(refused.Uplink) is not { } publisher) return;
        var code = CodeOf(refused.Fault, LiveCode.ServerFailed);
        publisher.Peer.TryDeliver(new LiveRefused(
            refused.Request, code, code == LiveCode.ServerFailed ? $"{refused.Message} Exit the room." : refused.Message));
        if (refused.Uplink.Flows) return;
        EndUplink(publisher);
        if (OnlyListens(publisher)) TellPublishers();
    }

    private void Take(DownlinkOffered offered)
    {
        var downlink = offered.Downlink;
        if (!IsCurrent(downlink) || downlink.Uplink != offered.Uplink) return;
        downlink.Offered = true;
        Note(downlink.Watcher);
        downlink.Watcher.Peer.TryDeliver(new LiveWatched(downlink.Request, Rid, Describe(bySession[downlink.Publisher]), offered.Sdp));
    }

    /// <summary>The media server is gone: publishers are asked to offer again, and go where there is another.</summary>
    private void Move(int place)
    {
        lastLost = Math.Max(lastLost, place);
        protocol.Counts.RoomMoved();
        foreach (var member in members)
        {
            if (member.Uplink is { Flows: true } uplink && uplink.Place <= place) AskForOffer(member);
        }

        TellPublishers();
    }

    private void AskForOffer(LiveMember publisher)
    {
        EndUplink(publisher);
        if (publisher.AwaySince is null && !OnlyListens(publisher)) publisher.Peer.TryDeliver(new LiveOfferAgain(Rid));
    }

    private LiveMember? Find(LiveUplink uplink) =>
        bySession.GetValueOrDefault(uplink.Publisher) is { } publisher && publisher.Uplink == uplink ? publisher : null;

    private static bool IsCurrent(LiveDownlink downlink) =>
        downlink.Watcher.Downlinks.GetValueOrDefault(downlink.Publisher) == downlink;

    private static LiveCode CodeOf(MediaFault fault, LiveCode whenGone) => fault switch
    {
        MediaFault.BadRequest => LiveCode.InvalidSignal,
        MediaFault.StreamGone => whenGone,
        MediaFault.Full => LiveCode.UnsupportedChannel,
        _ => LiveCode.ServerFailed,
    };
}
