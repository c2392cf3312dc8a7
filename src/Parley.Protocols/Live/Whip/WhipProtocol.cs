using Parley.Core.Rooms;

namespace Parley.Protocols.Live.Whip;

/// <summary>
/// WHIP (RFC 9725) and WHEP (draft-ietf-wish-whep-04): rooms of <c>live</c> for those who speak HTTP. Each session is a
/// member like any other, by a peer of its own. See docs/whip.md.
/// </summary>
public sealed class WhipProtocol
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, WhipSession> sessions = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> ofUsers = new(StringComparer.Ordinal);

    /// <summary>All rooms.</summary>
    public required IRooms Rooms { get; init; }

    /// <summary>For how long a counter-offer holds.</summary>
    public required TimeProvider Time { get; init; }

    /// <summary>Most sessions of one user at once.</summary>
    public int SessionsPerUser { get; init; } = 50;

    /// <summary>Sessions now.</summary>
    public int Count
    {
        get
        {
            lock (gate) return sessions.Count;
        }
    }

    /// <summary>What keeps this from being an offer; <c>null</c> when nothing does.</summary>
    public static string? FaultOf(string offer) => Sdp.Read(offer, out var fault) is null ? fault : null;

    /// <summary>Does what is asked, on the node of the room.</summary>
    /// <param name="ask">What.</param>
    /// <param name="cancellationToken">Gives it up, and leaves nothing behind.</param>
    public async Task<WhipReply> RunAsync(WhipAsk ask, CancellationToken cancellationToken)
    {
        if (ask.Act == WhipAct.Publish) return await PublishAsync(ask.User, ask.Rid, ask.Text, cancellationToken);
        if (ask.Act == WhipAct.Watch) return await WatchAsync(ask.User, ask.Rid, ask.Publisher, ask.Session, cancellationToken);
        if (Find(ask.Session!, ask.User.UserId) is not { } session) return WhipReply.Gone;
        switch (ask.Act)
        {
            case WhipAct.Answer:
                return await session.AnswerAsync(ask.Text, cancellationToken);
            case WhipAct.Patch:
                return await session.PatchAsync(ask.Text, cancellationToken);
            case WhipAct.End:
                session.End();
                break;
        }

        return new WhipReply(session.Standing, "");
    }

    /// <summary>Takes a stream into a room. The reply's body is the answer.</summary>
    /// <param name="user">Who.</param>
    /// <param name="rid">The room's id on the wire of <c>live</c>.</param>
    /// <param name="offer">The client's SDP.</param>
    /// <param name="cancellationToken">Gives it up, and leaves nothing behind.</param>
    public async Task<WhipReply> PublishAsync(WhipUser user, string rid, string offer, CancellationToken cancellationToken)
    {
        if (Sdp.Read(offer, out var fault) is not { } sdp) return WhipReply.Refused(LiveCode.InvalidSignal, $"The offer {fault}.");
        if (!Directions.AnySends(offer)) return WhipReply.Refused(LiveCode.InvalidSignal, "The offer sends nothing: a=sendonly is missing.");
        var (status, refusal) = await AskAsync(rid, cancellationToken);
        if (status is null) return refusal!;
        return Admit(new WhipSession(this, user, LiveScope.Plain.RoomOf(rid)!.Value, status.Channel, watched: null)) is { } session
            ? await session.OfferAsync(sdp, cancellationToken)
            : TooMany();
    }

    /// <summary>Gives a stream of a room. The reply's body is the server's offer: the answer goes to the session.</summary>
    /// <param name="user">Who.</param>
    /// <param name="rid">The room's id on the wire of <c>live</c>.</param>
    /// <param name="publisherId">The user whose stream it is; <c>null</c> for the room's owner.</param>
    /// <param name="sessionId">The user's session; <c>null</c> for the first.</param>
    /// <param name="cancellationToken">Gives it up, and leaves nothing behind.</param>
    public async Task<WhipReply> WatchAsync(
        WhipUser user, string rid, string? publisherId, string? sessionId, CancellationToken cancellationToken)
    {
        var (status, refusal) = await AskAsync(rid, cancellationToken);
        if (status is null) return refusal!;
        // The oldest publisher, who owns the room, is the first.
        var wanted = status.Publishers.Select(p => p.Session).FirstOrDefault(s =>
            (publisherId is null || s.UserId == publisherId) && (sessionId is null || s.SessionId == sessionId));
        if (wanted is null)
            return WhipReply.Refused(LiveCode.UserLeft, "Nobody publishes that in this room now. Try again when somebody does.");
        return Admit(new WhipSession(this, user, LiveScope.Plain.RoomOf(rid)!.Value, status.Channel, wanted.Address)) is { } session
            ? await session.WatchAsync(cancellationToken)
            : TooMany();
    }

    /// <summary>The user's session of that id; <c>null</c> when it has ended, or is another's.</summary>
    public WhipSession? Find(string id, string userId)
    {
        lock (gate) return sessions.GetValueOrDefault(id) is { } session && session.UserId == userId ? session : null;
    }

    internal void Remove(WhipSession session)
    {
        lock (gate)
        {
            if (!sessions.Remove(session.Id)) return;
            if (--ofUsers[session.UserId] == 0) ofUsers.Remove(session.UserId);
        }
    }

    private static WhipReply TooMany() =>
        WhipReply.Refused(LiveCode.ServerFailed, "You have as many sessions as one user may. End one of them.");

    private WhipSession? Admit(WhipSession session)
    {
        lock (gate)
        {
            var has = ofUsers.GetValueOrDefault(session.UserId);
            if (has >= SessionsPerUser) return null;
            ofUsers[session.UserId] = has + 1;
            sessions.Add(session.Id, session);
            return session;
        }
    }

    private async Task<(LiveRoomStatus? Status, WhipReply? Refusal)> AskAsync(string rid, CancellationToken cancellationToken)
    {
        var answer = new TaskCompletionSource<LiveRoomStatus?>(TaskCreationOptions.RunContinuationsAsynchronously);
        Rooms.Dispatch(LiveScope.Plain.RoomOf(rid)!.Value, new AskLiveRoom(answer));
        return await answer.Task.WaitAsync(cancellationToken) switch
        {
            null => (null, WhipReply.Refused(LiveCode.RoomNotFound, "There is no such room. Somebody has to open it first.")),
            { Channel: LiveChannel.PeerToPeer } => (null, WhipReply.Refused(
                LiveCode.UnsupportedChannel, "This room is a call between two users, without a media server to send to.")),
            var status => (status, null),
        };
    }
}
