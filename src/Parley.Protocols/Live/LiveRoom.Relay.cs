namespace Parley.Protocols.Live;

/// <summary>Calls of two: signals are handed over.</summary>
internal sealed partial class LiveRoom
{
    private void Relay(RelayLive relay)
    {
        var member = relay.Member;
        if (!open)
        {
            Refuse(relay, LiveCode.RoomNotFound, NoRoom);
        }
        else if (channel != LiveChannel.PeerToPeer)
        {
            Refuse(relay, LiveCode.UnsupportedChannel, $"ch: this room is {channel.Name()}.");
        }
        else if (member.Place == LivePlace.In || TryEnterBy(relay))
        {
            if (!HandOver(relay)) RefuseAbsent(relay);
        }
    }

    private bool HandOver(RelayLive relay)
    {
        var (sender, told) = (relay.Member, false);
        foreach (var member in members)
        {
            if (member == sender || member.AwaySince is not null) continue;
            if (relay.To is { } to ? to.Is(member.Session) : member.UserId != sender.UserId)
                told |= member.Peer.TryDeliver(relay.Signal);
        }

        return told;
    }

    private bool TryEnterBy(RelayLive relay)
    {
        var refused = relay.Member.Place == LivePlace.Gone || relay.Type != LiveSignalType.Offer
            ? (LiveCode.InvalidSignal, "rid: you are not in this room. Join it first.")
            : Enter(relay.Member, video: true, audio: true);
        if (refused is { } fault)
        {
            Refuse(relay, fault.Item1, fault.Item2);
            return false;
        }

        TellPublishers();
        return true;
    }

    private void RefuseAbsent(RelayLive relay)
    {
        var left = relay.Type == LiveSignalType.Answer && (relay.To is { } to
            ? HasLeft(to) || Find(to).Length > 0
            : departed.Any(d => d.UserId != relay.Member.UserId) || members.Exists(m => m.UserId != relay.Member.UserId));
        if (left) Refuse(relay, LiveCode.UserLeft, "to: has left the call, or has lost the connection.");
        else Refuse(relay, LiveCode.RecipientNotMember, "to: is not in this call, or not connected. Wait for PUBLISH_LIST_CHANGED.");
    }

    private static void Refuse(RelayLive relay, LiveCode code, string message)
    {
        if (relay.Member.Place == LivePlace.New) relay.Member.Place = LivePlace.Gone;
        relay.Member.Peer.TryDeliver(new LiveRefused(new LiveRequest(relay.Type, relay.Signal.Body), code, message));
    }
}
