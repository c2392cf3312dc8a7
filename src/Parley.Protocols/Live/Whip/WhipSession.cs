using System.Security.Cryptography;
using Parley.Core.Media;
using Parley.Core.Messages;
using Parley.Core.Rooms;
using Parley.Core.Sessions;

namespace Parley.Protocols.Live.Whip;

/// <summary>
/// Somebody who publishes or watches over HTTP: a member of a room whose events complete the requests that wait for them.
/// It ends with its stream: when the client deletes it, when the media server hangs up, and when the room puts it out.
/// </summary>
public sealed class WhipSession : IPeer
{
    /// <summary>How long a counter-offer holds (draft-ietf-wish-whep-04, section 4.3.2).</summary>
    public static readonly TimeSpan OfferHolds = TimeSpan.FromSeconds(30);

    private readonly Lock gate = new();
    private readonly Dictionary<LiveRequest, TaskCompletionSource<Event>> waiting = [];
    private readonly WhipProtocol protocol;
    private readonly RoomId room;
    private readonly LiveChannel channel;
    private readonly LiveMember member;
    private readonly LiveAddress? watched;
    private readonly PeerId peerId = PeerId.Next();
    private ITimer? unanswered;
    private string described = "";
    private bool restarting;
    private bool over;

    internal WhipSession(WhipProtocol protocol, WhipUser user, RoomId room, LiveChannel channel, LiveAddress? watched)
    {
        (this.protocol, this.room, this.channel, this.watched) = (protocol, room, channel, watched);
        UserId = user.UserId;
        // Others see the session's id, so it is not that by which this one is controlled.
        var session = new LiveSessionInfo(UserId, $"whip-{Unguessable()}", "stream", "Web", Watches ? "whep" : "whip");
        member = new LiveMember(this, session, user.Profile);
    }

    /// <summary>Names it among all; unguessable.</summary>
    public string Id { get; } = Unguessable();

    /// <summary>Whose it is.</summary>
    public string UserId { get; }

    /// <summary>Whether it watches; otherwise it publishes.</summary>
    public bool Watches => watched is not null;

    /// <summary>Names its ICE session; another one after a restart.</summary>
    public string IceTag { get; private set; } = Unguessable();

    /// <summary>Until when a watcher's answer is waited for.</summary>
    public DateTimeOffset OfferedUntil { get; private set; }

    /// <summary>As it stands.</summary>
    public WhipStanding Standing => new(Id, UserId, Watches, IceTag, OfferedUntil);

    PeerId IPeer.Id => peerId;

    /// <summary>Takes the watcher's answer to the server's offer.</summary>
    public async Task<WhipReply> AnswerAsync(string answer, CancellationToken cancellationToken)
    {
        if (Sdp.Read(answer, out var fault) is not { } sdp) return WhipReply.Refused(LiveCode.InvalidSignal, $"The answer {fault}.");
        var request = new LiveRequest(LiveSignalType.Answer);
        var reply = await AskAsync(request, new AnswerLive(member, channel, request, watched!.Value, sdp), cancellationToken);
        if (reply.Refusal is not null) return reply;
        unanswered?.Dispose();
        described = sdp.Text;
        return reply;
    }

    /// <summary>
    /// Takes candidates, or begins a new ICE session where the fragment has another name and password: then the reply's
    /// body is the media server's own fragment, and there is another <see cref="IceTag"/>.
    /// </summary>
    public async Task<WhipReply> PatchAsync(string fragment, CancellationToken cancellationToken)
    {
        if (IceFragment.Read(fragment, out var fault) is not { } ice)
            return WhipReply.Refused(LiveCode.InvalidSignal, $"The fragment is no good: {fault}.");

        if (!ice.Restarts(described))
        {
            Send(ice);
            return new WhipReply(Standing, "");
        }

        if (Watches) return WhipReply.Refused(LiveCode.UnsupportedChannel, "Who watches can't restart ICE here. Watch again.");
        if (!TryRestart(true)) return WhipReply.Refused(LiveCode.AlreadyPublisher, "ICE is being restarted. Wait for the answer to that.");
        try
        {
            var reply = await RestartAsync(ice.Restarted(described), cancellationToken);
            if (reply.Refusal is null) Send(ice);
            return reply;
        }
        finally
        {
            TryRestart(false);
        }
    }

    /// <summary>Ends it.</summary>
    public void End()
    {
        if (!TryEnd()) return;
        protocol.Rooms.Dispatch(room, new LeaveLive(member, channel, new LiveRequest(LiveSignalType.Leave)));
    }

    bool IPeer.TryDeliver(Event message)
    {
        switch (message)
        {
            case LiveOfferAnswered answered:
                Complete(answered.Request, message);
                break;
            case LiveWatched offered:
                Complete(offered.Request, message);
                break;
            case LiveDone done:
                Complete(done.Request, message);
                break;
            case LiveRefused refused:
                Complete(refused.Request, message);
                break;
            case LiveOut:
                TryEnd();
                break;
            // The client sees its connection fail, and HTTP has no way to ask it to offer again: it begins anew.
            case LiveLinkEnded or LiveOfferAgain:
                EndSoon();
                break;
        }

        return true;
    }

    void IPeer.Close(CloseCode code, string reason) => EndSoon();

    internal async Task<WhipReply> OfferAsync(Sdp sdp, CancellationToken cancellationToken)
    {
        described = sdp.Text;
        return await BeginAsync(request => new OfferLive(member, channel, request, sdp, Restarting: false, Hls: false), LiveSignalType.Offer, cancellationToken);
    }

    internal async Task<WhipReply> WatchAsync(CancellationToken cancellationToken)
    {
        var reply = await BeginAsync(request => new WatchLive(member, channel, request, watched!.Value), LiveSignalType.Watch, cancellationToken);
        if (reply.Refusal is null)
        {
            OfferedUntil = protocol.Time.GetUtcNow() + OfferHolds;
            unanswered = protocol.Time.CreateTimer(_ => End(), null, OfferHolds, Timeout.InfiniteTimeSpan);
            return reply with { Session = Standing };
        }

        return reply;
    }

    private static string Unguessable() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));

    /// <summary>Whoever is refused, or does not wait for the answer, leaves nothing behind.</summary>
    private async Task<WhipReply> BeginAsync(Func<LiveRequest, LiveCommand> command, LiveSignalType type, CancellationToken cancellationToken)
    {
        var request = new LiveRequest(type);
        var begun = false;
        try
        {
            var reply = await AskAsync(request, command(request), cancellationToken);
            begun = reply.Refusal is null;
            return reply;
        }
        finally
        {
            if (!begun) End();
        }
    }

    private async Task<WhipReply> RestartAsync(string restarted, CancellationToken cancellationToken)
    {
        if (Sdp.Read(restarted, out var fault) is not { } sdp) return WhipReply.Refused(LiveCode.InvalidSignal, $"The offer {fault}.");
        var request = new LiveRequest(LiveSignalType.Offer);
        var reply = await AskAsync(request, new OfferLive(member, channel, request, sdp, Restarting: true, Hls: false), cancellationToken);
        if (reply.Refusal is not null) return reply;
        (described, IceTag) = (restarted, Unguessable());
        return new WhipReply(Standing, IceFragment.Of(reply.Body));
    }

    /// <summary>One after the other: the server's answer belongs to one of them. <c>false</c> when that was so already.</summary>
    private bool TryRestart(bool begins)
    {
        lock (gate)
        {
            if (restarting == begins) return false;
            restarting = begins;
            return true;
        }
    }

    private void Send(IceFragment ice)
    {
        foreach (var candidate in ice.Candidates) Send(candidate);
        if (ice.Ended) Send(candidate: null);
    }

    private void Send(RemoteCandidate? candidate) => protocol.Rooms.Dispatch(
        room, new CandidateLive(member, channel, new LiveRequest(LiveSignalType.Ice), watched, candidate));

    private async Task<WhipReply> AskAsync(LiveRequest request, LiveCommand command, CancellationToken cancellationToken)
    {
        var answer = new TaskCompletionSource<Event>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (gate)
        {
            if (over) return Ended();
            waiting.Add(request, answer);
        }

        protocol.Rooms.Dispatch(room, command);
        try
        {
            return await answer.Task.WaitAsync(cancellationToken) switch
            {
                LiveOfferAnswered answered => new WhipReply(Standing, answered.Sdp),
                LiveWatched offered => new WhipReply(Standing, offered.Sdp),
                LiveRefused refused => WhipReply.Refused(refused.Code, refused.Message),
                LiveDone => new WhipReply(Standing, ""),
                _ => Ended(),
            };
        }
        finally
        {
            lock (gate) waiting.Remove(request);
        }
    }

    private static WhipReply Ended() => WhipReply.Refused(LiveCode.NotMember, "The session has ended.");

    private void Complete(LiveRequest request, Event answer)
    {
        lock (gate) waiting.GetValueOrDefault(request)?.TrySetResult(answer);
    }

    private bool TryEnd()
    {
        lock (gate)
        {
            if (over) return false;
            over = true;
            foreach (var answer in waiting.Values) answer.TrySetResult(LiveOut.Instance);
        }

        unanswered?.Dispose();
        protocol.Remove(this);
        return true;
    }

    /// <summary>Not on this stack: the caller may hold the room's lock.</summary>
    private void EndSoon() => ThreadPool.UnsafeQueueUserWorkItem(static session => session.End(), this, preferLocal: false);
}
