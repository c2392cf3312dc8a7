using Parley.Core.Rooms;
using Parley.Protocols.Live.Media;
using Parley.Protocols.Live.Whip;

namespace Parley.Protocols.Live;

/// <summary>
/// A room of <c>live</c>: who is in it, who publishes and who owns it. Signals go to whom they are for: in <c>p2p</c> the
/// other user, elsewhere the media server's <see cref="MediaPeer"/>. See docs/protocols/live.md.
/// </summary>
internal sealed partial class LiveRoom(LiveProtocol protocol) : Room
{
    /// <summary>The room's kind.</summary>
    public const string Kind = "live";

    private bool open;
    private bool keptOpen;
    private LiveChannel channel;
    private string? rid;

    /// <inheritdoc/>
    protected override bool IsEmpty => !open;

    /// <summary>Its name on the wire: what people call it; of a zone's room the zone's id.</summary>
    private string Rid => rid ??= IsZone
        ? Uri.UnescapeDataString(Id.Key[(Id.Key.LastIndexOf('/') + 1)..])
        : Id.Key[LiveScope.PlainPrefix.Length..];

    /// <summary>Whether it is a world's, which alone says who may be in it.</summary>
    private bool IsZone => !LiveScope.IsPlain(Id);

    private LiveOptions Options => protocol.Options;

    /// <inheritdoc/>
    protected override void Handle(Command command, Forwards forwards)
    {
        Handle(command);
        RememberChanged();
    }

    private void Handle(Command command)
    {
        switch (command)
        {
            case RelayLive relay:
                Relay(relay);
                break;
            case LiveCommand asked:
                Ask(asked);
                break;
            case MediaCommand told:
                Hear(told);
                break;
            case LoseLive lost:
                Lose(lost.Member, lost.OnPurpose);
                break;
            case AwayLive away:
                away.Member.IsKept = true;
                break;
            case BackLive back:
                ComeBack(back.Member);
                break;
            case RestoreLive back:
                Restore(back.Member, back.Standing);
                break;
            case GoOnLive back:
                GoOn(back.Member);
                break;
            case ForgetLiveRoom:
                Forget();
                break;
            case KeepLiveRoom keep:
                Keep(keep);
                break;
            case LetGoOfLiveRoom gone:
                if (keeper == gone.Keeper) keeper = null;
                break;
            case AskWhip asked:
                asked.Start();
                break;
            case OpenLiveRoom make:
                make.Answer?.TrySetResult(Make(make));
                break;
            case CloseLiveRoom close:
                close.Answer?.TrySetResult(open);
                if (open) End(close.Reason);
                break;
            case MuteInLiveRoom mute:
                if (open) SetMuted(mute.UserId, mute.Muted);
                break;
            case HostZone wish:
                Host(wish);
                break;
            case AskLiveRoom ask:
                ask.Answer.TrySetResult(open ? Describe() : null);
                break;
            default:
                throw new InvalidOperationException($"A live room does not know {command.GetType().Name}.");
        }
    }

    /// <inheritdoc/>
    protected override void OnDue(long now, Forwards forwards)
    {
        DueAt = long.MaxValue;
        PutOutSilent(now);
        GiveUpWaiting(now);
        RememberChanged();
        if (members.Count > 0 || keptOpen || !open) return;
        if (now >= emptySince + Milliseconds(Options.EmptyTimeout)) End("nobody was in it");
        else Want(emptySince + Milliseconds(Options.EmptyTimeout));
    }

    private static long Milliseconds(TimeSpan span) => (long)span.TotalMilliseconds;

    /// <summary>Asks to be called at that time, or before.</summary>
    private void Want(long at) => DueAt = Math.Min(DueAt, at);

    private void Ask(LiveCommand asked)
    {
        if (asked is JoinLive join)
        {
            Join(join);
            return;
        }

        if (!open)
        {
            Refuse(asked, LiveCode.RoomNotFound, NoRoom);
            return;
        }

        if (asked.Channel != channel || !Knows(asked))
        {
            Refuse(asked, LiveCode.UnsupportedChannel, $"ch: this room is {channel.Name()}, in which there is no such signal.");
            return;
        }

        if (asked.Member.Place != LivePlace.In && !TryEnterBy(asked)) return;
        switch (asked)
        {
            case CandidateLive candidate:
                Trickle(candidate);
                break;
            case HeartbeatLive heartbeat:
                Hear(heartbeat);
                break;
            case WatchLive watch:
                Watch(watch);
                break;
            case AnswerLive answer:
                Answer(answer);
                break;
            case OfferLive offer:
                Offer(offer);
                break;
            case UpdateLive update:
                Update(update);
                break;
            case LeaveLive leave:
                Leave(leave);
                break;
            case KickLive kick:
                Kick(kick);
                break;
            case AskToPublish wish:
                PassOnWish(wish);
                break;
            case DecidePublish decided:
                Decide(decided);
                break;
            default:
                throw new InvalidOperationException($"A live room does not know {asked.GetType().Name}.");
        }
    }

    /// <summary>Whether there is such a signal in this channel. Those of <c>p2p</c> that are handed on don't come here.</summary>
    private bool Knows(LiveCommand asked) => channel switch
    {
        LiveChannel.PeerToPeer => asked is not (WatchLive or OfferLive or AnswerLive or CandidateLive),
        LiveChannel.OneToMany => asked is not (WatchLive or AnswerLive),
        _ => true,
    };

    private bool Make(OpenLiveRoom make)
    {
        if (open || !TryOpen(make.Channel)) return false;
        keptOpen = make.KeptOpen;
        listed = make.Publishers?.ToHashSet();
        anybodyPublishes = make.Publishers is null;
        maxPublishers = make.MaxPublishers;
        emptySince = protocol.Clock.Milliseconds;
        Want(emptySince + Milliseconds(Options.EmptyTimeout));
        return true;
    }

    private bool TryOpen(LiveChannel wanted)
    {
        if (!protocol.Counts.TryOpen(Options.Rooms)) return false;
        (open, channel) = (true, wanted);
        return true;
    }

    /// <summary>Ends the room: whoever is in it is told.</summary>
    private void End(string reason)
    {
        foreach (var member in members.ToArray()) PutOut(member, reason);
        media?.TryDeliver(EndMedia.Instance);
        media = null;
        if (open) protocol.Counts.Closed();
        open = false;
        keeper?.RoomEnded();
        keeper = null;
    }

    private LiveRoomStatus Describe() => new(
        Rid, channel, Owner, Publishers, members.Count(m => !MaySend(m)));

    private static void Refuse(LiveCommand asked, LiveCode code, string message, string? reason = null)
    {
        // Who did not get in by this will come as a new member.
        if (asked.Member.Place == LivePlace.New) asked.Member.Place = LivePlace.Gone;
        asked.Member.Peer.TryDeliver(new LiveRefused(asked.Request, code, message, reason));
    }

    private void Done(LiveCommand asked) => asked.Member.Peer.TryDeliver(new LiveDone(asked.Request, Rid));
}
