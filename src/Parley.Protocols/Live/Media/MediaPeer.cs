using System.Runtime.CompilerServices;
using Parley.Core.Media;
using Parley.Core.Messages;
using Parley.Core.Rooms;
using Parley.Core.Sessions;

namespace Parley.Protocols.Live.Media;

/// <summary>
/// The media server as a room's peer: it is told what is asked of it like any peer, does it off the room's lock, and
/// answers with commands. One a room, for as long as the room is open; it outlives the loss of media servers.
/// </summary>
internal sealed class MediaPeer : IPeer
{
    private static readonly PeerId Reserved = new(0);

    private readonly Lock gate = new();
    private readonly LiveProtocol protocol;
    private readonly RoomId room;
    private readonly Dictionary<LiveUplink, UplinkWork> uplinks = [];
    private readonly Dictionary<LiveDownlink, DownlinkWork> downlinks = [];

    // Which stream a link is; and of links that hung up before anybody had them, that they did.
    private readonly ConditionalWeakTable<IMediaLink, object> links = [];
    private bool ended;

    /// <param name="protocol">Media servers, rooms, options.</param>
    /// <param name="room">The room.</param>
    /// <param name="rid">Its name, for people who look at the media server.</param>
    /// <param name="audioOnly">Whether video is refused.</param>
    /// <param name="maxStreams">Most uplinks at once.</param>
    public MediaPeer(LiveProtocol protocol, RoomId room, string rid, bool audioOnly, int maxStreams)
    {
        this.protocol = protocol;
        this.room = room;
        Calls = new MediaCalls(protocol);
        Placement = new MediaPlacement(protocol, Calls, room, new MediaRoomOptions(rid, audioOnly, maxStreams, _ => { }), Hear);
    }

    /// <inheritdoc/>
    public PeerId Id => Reserved;

    /// <summary>Calls of media servers.</summary>
    public MediaCalls Calls { get; }

    /// <summary>For waiting.</summary>
    public TimeProvider Time => protocol.Time;

    /// <summary>Where the room is.</summary>
    public MediaPlacement Placement { get; }

    /// <inheritdoc/>
    public bool TryDeliver(Event message)
    {
        switch (message)
        {
            case OfferUplink offer:
                return WorkOf(offer.Uplink)?.TryOffer(offer) ?? false;
            case TrickleUplink trickle:
                return Find(trickle.Uplink)?.TryTrickle(trickle.Candidate) ?? false;
            case MuteUplink mute:
                return Find(mute.Uplink)?.TryMute(mute.Muted) ?? false;
            case EndUplink end:
                End(end.Uplink);
                return true;
            case OpenDownlink open:
                return Open(open);
            case AnswerDownlink answer:
                return Find(answer.Downlink)?.TryAnswer(answer) ?? false;
            case TrickleDownlink trickle:
                return Find(trickle.Downlink)?.TryTrickle(trickle.Candidate) ?? false;
            case EndDownlink end:
                End(end.Downlink);
                return true;
            case EndMedia:
                Close(CloseCode.Normal, "");
                return true;
            default:
                return false;
        }
    }

    /// <inheritdoc/>
    public void Close(CloseCode code, string reason)
    {
        lock (gate)
        {
            if (ended) return;
            ended = true;
            foreach (var work in downlinks.Values) work.End();
            foreach (var work in uplinks.Values) work.End();
            downlinks.Clear();
            uplinks.Clear();
        }

        Placement.End();
    }

    /// <summary>Tells the room.</summary>
    public void Tell(MediaCommand command) => protocol.Rooms.Dispatch(room, command);

    /// <summary>What a queue's work did not catch.</summary>
    public void Failed(Exception fault) => MediaLog.WorkFailed(protocol.Logger, fault);

    /// <summary>A stream could not be muted.</summary>
    public void NotMuted(string reason) => MediaLog.NotMuted(protocol.Logger, room.Key, reason);

    /// <summary>The link is this stream's from now on. <c>false</c> when it has hung up already.</summary>
    public bool TryBind(IMediaLink link, object stream)
    {
        lock (links)
        {
            if (links.TryGetValue(link, out _)) return false;
            links.Add(link, stream);
            return true;
        }
    }

    /// <summary>The room's place, for an uplink of it: once that has ended, nobody would leave the place again.</summary>
    /// <exception cref="MediaException">There is none to be had, or the uplink has ended.</exception>
    public Task<MediaPlace> PlaceAsync(LiveUplink uplink, IReadOnlyCollection<IMediaServer> except, CancellationToken cancellationToken)
    {
        lock (gate)
        {
            if (!uplinks.ContainsKey(uplink)) throw new MediaException(MediaFault.StreamGone, "The stream has ended.");
            return Placement.FindAsync(except, cancellationToken);
        }
    }

    /// <summary>Whether this is the room's only uplink.</summary>
    public bool IsAlone(LiveUplink uplink)
    {
        lock (gate) return uplinks.Count == 1 && uplinks.ContainsKey(uplink);
    }

    /// <summary>The work of an uplink, or <c>null</c> where there is none any more.</summary>
    public UplinkWork? Find(LiveUplink uplink)
    {
        lock (gate) return uplinks.GetValueOrDefault(uplink);
    }

    private DownlinkWork? Find(LiveDownlink downlink)
    {
        lock (gate) return downlinks.GetValueOrDefault(downlink);
    }

    private UplinkWork? WorkOf(LiveUplink uplink)
    {
        lock (gate)
        {
            if (ended) return null;
            if (uplinks.TryGetValue(uplink, out var work)) return work;
            work = new UplinkWork(this, uplink);
            uplinks.Add(uplink, work);
            return work;
        }
    }

    private bool Open(OpenDownlink open)
    {
        DownlinkWork work;
        lock (gate)
        {
            if (ended || downlinks.ContainsKey(open.Downlink)) return false;
            work = new DownlinkWork(this, open.Downlink);
            downlinks.Add(open.Downlink, work);
        }

        return work.TryOpen(open.Uplink);
    }

    private void End(LiveUplink uplink)
    {
        lock (gate)
        {
            if (!uplinks.Remove(uplink, out var work)) return;
            work.End();
            // Nothing is left of a room there in which nobody publishes; the next offer finds the least loaded server anew.
            if (uplinks.Count == 0 && !ended) Placement.Leave();
        }
    }

    private void End(LiveDownlink downlink)
    {
        lock (gate)
        {
            if (downlinks.Remove(downlink, out var work)) work.End();
        }
    }

    private void Hear(MediaPlace place, MediaEvent happened)
    {
        switch (happened)
        {
            case MediaHungUp { Link: var link }:
                switch (TakeStream(link))
                {
                    case LiveUplink uplink:
                        Tell(new UplinkEnded(this, uplink));
                        break;
                    case LiveDownlink downlink:
                        Tell(new DownlinkEnded(this, downlink));
                        break;
                }

                break;
            case MediaUnpackaged { Link: var link }:
                if (StreamOf(link) is LiveUplink unpackaged) Tell(new UplinkUnpackaged(this, unpackaged));
                break;
            case MediaSlow slow:
                protocol.Counts.PacketsLost(slow);
                break;
            case MediaRoomLost:
                Tell(new MediaLost(this, place.Number));
                break;
        }
    }

    private object? StreamOf(IMediaLink link)
    {
        lock (links) return links.TryGetValue(link, out var stream) ? stream : null;
    }

    /// <summary>Whose link it is; <c>null</c> where nobody has it yet, who then finds that it has hung up.</summary>
    private object? TakeStream(IMediaLink link)
    {
        lock (links)
        {
            var stream = links.TryGetValue(link, out var known) ? known : null;
            if (stream is null) links.Add(link, this);
            return stream is MediaPeer ? null : stream;
        }
    }
}
