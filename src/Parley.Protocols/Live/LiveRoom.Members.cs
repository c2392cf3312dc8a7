using Parley.Core.Messages;

namespace Parley.Protocols.Live;

/// <summary>Who is in the room: coming, coming back, going.</summary>
internal sealed partial class LiveRoom
{
    private const string NoRoom = "rid: there is no such room. Join it with op.roomCreating to make it.";
    private const int MostDeparted = 64;

    private readonly List<LiveMember> members = [];
    private readonly Dictionary<LiveAddress, LiveMember> bySession = [];
    private readonly Queue<LiveAddress> departed = [];
    private long emptySince;

    private void Join(JoinLive join)
    {
        if (open && join.Channel == channel && bySession.TryGetValue(join.Member.Session.Address, out var earlier))
        {
            Recover(join, earlier);
            return;
        }

        var creating = join.Creating && !open && !IsZone;
        if (creating && !TryOpen(join.Channel))
        {
            Refuse(join, LiveCode.ServerFailed, "This server has as many rooms as it may. Exit, and try later.");
            return;
        }

        if (creating) founder = join.Member.UserId;
        var refused = !open ? (LiveCode.RoomNotFound, NoRoom)
            : join.Channel != channel ? (LiveCode.UnsupportedChannel, $"ch: this room is {channel.Name()}.")
            : join.Creating && !creating ? (LiveCode.RoomExists, "rid: this room is there already. Join it without op.roomCreating.")
            : Enter(join.Member, join.Video, join.Audio);
        if (refused is { } fault)
        {
            Refuse(join, fault.Item1, fault.Item2);
            if (creating) End("nobody came in");
            return;
        }

        Welcome(join);
        if (MaySend(join.Member)) TellPublishers();
    }

    /// <summary>The session is here already: its place stays, and what it sends begins anew.</summary>
    private void Recover(JoinLive join, LiveMember earlier)
    {
        var member = join.Member;
        if (member != earlier)
        {
            EndUplink(earlier);
            Replace(earlier, member);
        }

        EndUplink(member);
        member.AwaySince = null;
        if (member.HeardAt is not null) member.HeardAt = protocol.Clock.Milliseconds;
        (member.Video, member.Audio) = (join.Video && channel != LiveChannel.AudioToMany, join.Audio);
        member.MustOffer = false;
        publishers = null;
        Note(member);
        Welcome(join);
        if (member.Role == LiveRole.Publisher) TellPublishers();
    }

    private void Replace(LiveMember earlier, LiveMember member)
    {
        member.TakeOver(earlier);
        members[members.IndexOf(earlier)] = member;
        bySession[member.Session.Address] = member;
        publishers = null;
        member.Place = LivePlace.In;
        earlier.Place = LivePlace.Gone;
        Note(earlier);
        Note(member);
        earlier.Peer.TryDeliver(LiveOut.Instance);
        if (earlier.AwaySince is null) earlier.Peer.Close(CloseCode.Replaced, "this session has come by another connection");
    }

    private void Welcome(JoinLive join) => join.Member.Peer.TryDeliver(
        new LiveJoined(join.Request, Rid, Publishers, MaySend(join.Member) ? LiveRole.Publisher : LiveRole.Viewer, join.IceServers));

    /// <summary>Lets in who offers or watches without having joined. <c>false</c> when that was refused.</summary>
    private bool TryEnterBy(LiveCommand asked)
    {
        if (asked.Member.Place == LivePlace.Gone || asked is not (OfferLive or WatchLive))
        {
            var code = asked is OfferLive or WatchLive or AnswerLive or CandidateLive ? LiveCode.InvalidSignal : LiveCode.NotMember;
            Refuse(asked, code, "rid: you are not in this room. Join it first.");
            return false;
        }

        var sdp = (asked as OfferLive)?.Sdp;
        if (Enter(asked.Member, sdp is { HasVideo: true }, sdp is { HasAudio: true }) is { } fault)
        {
            Refuse(asked, fault.Code, fault.Message);
            return false;
        }

        if (MaySend(asked.Member)) TellPublishers();
        return true;
    }

    /// <summary>Takes a member in, or says why not.</summary>
    private (LiveCode Code, string Message)? Enter(LiveMember member, bool video, bool audio)
    {
        if (!MayEnter(member.UserId)) return (LiveCode.RoomNotFound, NoRoom);
        // The session may have come by another connection, and is there: a JOIN takes its place over.
        if (bySession.ContainsKey(member.Session.Address))
            return (LiveCode.InvalidSignal, "ss: this session is in the room by another connection. Join to take its place over.");
        if (channel == LiveChannel.PeerToPeer && SessionsOf(member.UserId) == 0 && Users() > 1)
            return (LiveCode.UnsupportedChannel, "rid: two users are in this call already.");

        MakeRoomFor(member.UserId);
        if (SessionsOf(member.UserId) >= Options.SessionsPerUser)
            return (LiveCode.ServerFailed, $"You are in this room with {Options.SessionsPerUser} sessions. Leave with one of them, or exit.");
        if (members.Count >= Options.MembersPerRoom)
            return (LiveCode.ServerFailed, $"This room has {Options.MembersPerRoom} sessions, as many as it may. Exit, and try later.");

        (member.Video, member.Audio) = (video && channel != LiveChannel.AudioToMany, audio);
        member.Place = LivePlace.In;
        members.Add(member);
        bySession.Add(member.Session.Address, member);
        if (MayPublish(member.UserId)) Promote(member);
        protocol.Counts.Came(member.Role);
        Note(member);
        return null;
    }

    private void Leave(LeaveLive leave)
    {
        Done(leave);
        Remove(leave.Member);
    }

    private void Lose(LiveMember member, bool onPurpose)
    {
        if (member.Place != LivePlace.In) return;
        if (onPurpose)
        {
            Remove(member);
            return;
        }

        member.AwaySince = protocol.Clock.Milliseconds;
        Want(member.AwaySince.Value + Milliseconds(Options.Grace));
    }

    private void ComeBack(LiveMember member)
    {
        member.IsKept = false;
        if (member.HeardAt is null || member.Place != LivePlace.In) return;
        member.HeardAt = protocol.Clock.Milliseconds;
        Want(member.HeardAt.Value + Milliseconds(Options.HeartbeatTimeout));
    }

    /// <summary>Tells a member that it is out, and lets it go.</summary>
    private void PutOut(LiveMember member, string reason)
    {
        if (member.AwaySince is null) member.Peer.TryDeliver(new LivePutOut(Rid, channel, reason));
        Remove(member);
    }

    private void Remove(LiveMember member)
    {
        member.Place = LivePlace.Gone;
        Note(member);
        members.Remove(member);
        bySession.Remove(member.Session.Address);
        if (departed.Count == MostDeparted) departed.Dequeue();
        departed.Enqueue(member.Session.Address);

        EndUplink(member);
        EndDownlinks(member);
        protocol.Counts.Went(member.Role);
        if (member.AwaySince is null) member.Peer.TryDeliver(LiveOut.Instance);
        if (SessionsOf(member.UserId) == 0) accepted.Remove(member.UserId);
        if (members.Count == 0)
        {
            emptySince = protocol.Clock.Milliseconds;
            if (!keptOpen) Want(emptySince + Milliseconds(Options.EmptyTimeout));
        }

        if (member.Role != LiveRole.Publisher) return;
        RefuseWaiting(member.Session.Address);
        TellPublishers();
    }

    private void Hear(HeartbeatLive heartbeat)
    {
        if (heartbeat.Member.HeardAt is null) Note(heartbeat.Member);
        heartbeat.Member.HeardAt = protocol.Clock.Milliseconds;
        Want(heartbeat.Member.HeardAt.Value + Milliseconds(Options.HeartbeatTimeout));
        if (heartbeat.WantsAck)
            heartbeat.Member.Peer.TryDeliver(new LiveHeard(heartbeat.Request, Rid, Publishers, heartbeat.Bid));
    }

    private void PutOutSilent(long now)
    {
        var (silence, grace) = (Milliseconds(Options.HeartbeatTimeout), Milliseconds(Options.Grace));
        foreach (var member in members.ToArray())
        {
            if (member.IsKept) continue;
            if (member.HeardAt + silence <= now) PutOut(member, $"no heartbeat came for {Options.HeartbeatTimeout.TotalSeconds:0} s");
            else if (member.AwaySince + grace <= now) Remove(member);
            else Want(Math.Min(member.HeardAt + silence ?? long.MaxValue, member.AwaySince + grace ?? long.MaxValue));
        }
    }

    /// <summary>A page that is loaded again comes as a new session: one of the user's that is away gives way to it.</summary>
    private void MakeRoomFor(string userId)
    {
        if (SessionsOf(userId) < Options.SessionsPerUser) return;
        if (members.Find(m => m.UserId == userId && (m.IsKept || m.AwaySince is not null)) is { } away) Remove(away);
    }

    private int SessionsOf(string userId)
    {
        var count = 0;
        foreach (var member in members)
        {
            if (member.UserId == userId) count++;
        }

        return count;
    }

    private int Users() => members.Select(m => m.UserId).Distinct().Count();

    /// <summary>The members that are meant, those who are away among them.</summary>
    private LiveMember[] Find(LiveAddress to) => [.. members.Where(m => to.Is(m.Session))];

    private bool HasLeft(LiveAddress to) =>
        departed.Any(d => d.UserId == to.UserId && (to.SessionId is null || d.SessionId == to.SessionId));

    private void TellAll(Event message)
    {
        foreach (var member in members)
        {
            if (member.AwaySince is null) member.Peer.TryDeliver(message);
        }
    }
}
