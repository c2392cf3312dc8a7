using Parley.Core.Messages;

namespace Parley.Protocols.Live;

/// <summary>Who publishes, who owns the room, and what they decide.</summary>
internal sealed partial class LiveRoom
{
    // Who publishes whenever it comes: whoever made the room, and those named when it was made ahead.
    private string? founder;
    private HashSet<string>? listed;
    private bool anybodyPublishes;
    private int? maxPublishers;

    // Whom an owner let publish, until the last of the user's sessions leaves.
    private readonly HashSet<string> accepted = [];
    private readonly HashSet<string> muted = [];

    private IReadOnlyList<LivePublisher>? publishers;
    private long promotions;

    /// <summary>The publishers as others are told of them, the oldest first.</summary>
    private IReadOnlyList<LivePublisher> Publishers => publishers ??= [.. Publishing().Select(Describe)];

    /// <summary>The user whose is the oldest publisher.</summary>
    private string? Owner => Publishers.Count == 0 ? null : Publishers[0].Session.UserId;

    private int MaxPublishers => maxPublishers ?? channel switch
    {
        LiveChannel.OneToMany => 1,
        LiveChannel.PeerToPeer => 2,
        _ => Options.MaxPublishers,
    };

    private IEnumerable<LiveMember> Publishing() =>
        members.Where(MaySend).OrderBy(m => m.PublisherSince);

    private bool MaySend(LiveMember member) => member.Role == LiveRole.Publisher && !OnlyListens(member);

    private LivePublisher Describe(LiveMember member) => new(
        member.Session, member.Profile, member.Video, member.Audio && !muted.Contains(member.UserId), member.Uplink?.Hls);

    private bool MayPublish(string userId) =>
        (channel == LiveChannel.PeerToPeer || anybodyPublishes || userId == founder || accepted.Contains(userId)
            || listed?.Contains(userId) == true)
        && HasPlaceFor(userId);

    /// <summary>Whether the user publishes already, or one more may.</summary>
    private bool HasPlaceFor(string userId)
    {
        var users = new HashSet<string>();
        foreach (var member in members)
        {
            if (member.Role == LiveRole.Publisher) users.Add(member.UserId);
        }

        // One publisher by HLS is one stream, too: where another session of the user's would send there is no place.
        return channel == LiveChannel.OneToMany && maxPublishers is null
            ? users.Count == 0
            : users.Contains(userId) || users.Count < MaxPublishers;
    }

    private void Promote(LiveMember member)
    {
        member.Role = LiveRole.Publisher;
        member.PublisherSince = ++promotions;
        publishers = null;
        Note(member);
    }

    private void TellPublishers()
    {
        publishers = null;
        TellAll(new LivePublishersChanged(Rid, Publishers));
    }

    private void Update(UpdateLive update)
    {
        var member = update.Member;
        if (member.Role != LiveRole.Publisher)
        {
            Refuse(update, LiveCode.PermissionDenied, "Only publishers send, and say what. Ask to be one: publishRequest.");
            return;
        }

        var (video, audio) = (update.Video && channel != LiveChannel.AudioToMany, update.Audio);
        var isOther = (member.Video, member.Audio) != (video, audio);
        (member.Video, member.Audio) = (video, audio);
        Done(update);
        if (!isOther) return;
        Note(member);
        TellPublishers();
    }

    private void PassOnWish(AskToPublish wish)
    {
        if (wish.Member.Role == LiveRole.Publisher)
        {
            Refuse(wish, LiveCode.AlreadyPublisher, "You are a publisher already: send an OFFER.");
            return;
        }

        var told = false;
        foreach (var member in members)
        {
            if (member.UserId == Owner && member.Role == LiveRole.Publisher && member.AwaySince is null)
                told |= member.Peer.TryDeliver(wish.Forwarded);
        }

        if (told) Done(wish);
        else Refuse(wish, LiveCode.NotMember, "Nobody owns this room now. Ask again once a publisher is there.");
    }

    private void Decide(DecidePublish decided)
    {
        if (decided.Member.Role != LiveRole.Publisher || decided.Member.UserId != Owner)
        {
            Refuse(decided, LiveCode.PermissionDenied, "Only the owner decides who publishes: the user of the oldest publisher.");
            return;
        }

        var meant = Find(decided.To);
        if (meant.Length == 0)
        {
            Refuse(decided, LiveCode.NotMember, "to: is not in this room.");
        }
        else if (Array.TrueForAll(meant, m => m.Role == LiveRole.Publisher))
        {
            Refuse(decided, LiveCode.AlreadyPublisher, "to: is a publisher already.");
        }
        else if (!decided.Accepted)
        {
            Forward(decided.Forwarded, meant);
            Done(decided);
        }
        else if (!HasPlaceFor(decided.To.UserId))
        {
            Refuse(decided, LiveCode.UnsupportedChannel, $"There may be {MaxPublishers} publishers in this room, and they are here.");
        }
        else
        {
            Accept(decided, meant);
        }
    }

    private void Accept(DecidePublish decided, LiveMember[] meant)
    {
        if (decided.To.SessionId is null) accepted.Add(decided.To.UserId);
        foreach (var member in meant)
        {
            Note(member);
            // Where there is one publisher, it is the first session of those that were meant.
            if (member.Role == LiveRole.Publisher || !HasPlaceFor(member.UserId)) continue;
            protocol.Counts.Went(member.Role);
            Promote(member);
            protocol.Counts.Came(member.Role);
        }

        Forward(decided.Forwarded, meant);
        Done(decided);
        TellPublishers();
    }

    private void Kick(KickLive kick)
    {
        if (kick.Member.Role != LiveRole.Publisher || IsZone)
        {
            Refuse(kick, LiveCode.PermissionDenied, IsZone
                ? "Only the world's moderators put others out of a zone."
                : "Only publishers put others out.");
            return;
        }

        var meant = Find(kick.To);
        if (meant.Length == 0)
        {
            Refuse(kick, LiveCode.NotMember, "to: is not in this room.");
            return;
        }

        if (kick.To.SessionId is null)
        {
            // Back as a viewer, if at all; only who was named when the room was made ahead is a publisher for good.
            if (founder == kick.To.UserId) founder = null;
            accepted.Remove(kick.To.UserId);
            foreach (var member in members) Note(member);
        }

        Done(kick);
        Forward(kick.Forwarded, meant);
        foreach (var member in meant) Remove(member);
    }

    private void SetMuted(string userId, bool cut)
    {
        if (cut ? !muted.Add(userId) : !muted.Remove(userId)) return;

        var publishing = false;
        foreach (var member in members)
        {
            if (member.UserId != userId) continue;
            publishing |= member.Role == LiveRole.Publisher;
            Note(member);
            Mute(member, cut);
        }

        if (publishing) TellPublishers();
    }

    private static void Forward(Signal signal, LiveMember[] to)
    {
        foreach (var member in to)
        {
            if (member.AwaySince is null) member.Peer.TryDeliver(signal);
        }
    }
}
