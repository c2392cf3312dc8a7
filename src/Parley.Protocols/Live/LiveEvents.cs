using Parley.Core.Messages;
using Parley.Core.Turn;

namespace Parley.Protocols.Live;

/// <summary>Answers <see cref="JoinLive"/>.</summary>
internal sealed class LiveJoined(
    LiveRequest request, string rid, IReadOnlyList<LivePublisher> publishers, LiveRole role, IReadOnlyList<IceServer> iceServers)
    : Event
{
    public override MessageKind Kind => MessageKind.Register;

    public LiveRequest Request => request;

    public string Rid => rid;

    public IReadOnlyList<LivePublisher> Publishers => publishers;

    public LiveRole Role => role;

    public IReadOnlyList<IceServer> IceServers => iceServers;
}

/// <summary>Answers <see cref="OfferLive"/>.</summary>
/// <param name="request">What it answers.</param>
/// <param name="rid">The room.</param>
/// <param name="sdp">The media server's answer.</param>
/// <param name="hls">The path of the playlist, where it is packaged.</param>
internal sealed class LiveOfferAnswered(LiveRequest request, string rid, string sdp, string? hls) : Event
{
    public override MessageKind Kind => MessageKind.Answer;

    public LiveRequest Request => request;

    public string Rid => rid;

    public string Sdp => sdp;

    public string? Hls => hls;
}

/// <summary>Answers <see cref="WatchLive"/>.</summary>
/// <param name="request">What it answers.</param>
/// <param name="rid">The room.</param>
/// <param name="publisher">Whose stream it is.</param>
/// <param name="sdp">The media server's offer.</param>
internal sealed class LiveWatched(LiveRequest request, string rid, LivePublisher publisher, string sdp) : Event
{
    public override MessageKind Kind => MessageKind.Offer;

    public LiveRequest Request => request;

    public string Rid => rid;

    public LivePublisher Publisher => publisher;

    public string Sdp => sdp;
}

/// <summary>Publishers came, went, or changed what they send: <c>PUBLISH_LIST_CHANGED</c>.</summary>
internal sealed class LivePublishersChanged(string rid, IReadOnlyList<LivePublisher> publishers) : Event
{
    public override MessageKind Kind => MessageKind.Presence;

    public string Rid => rid;

    public IReadOnlyList<LivePublisher> Publishers => publishers;
}

/// <summary>Answers <see cref="HeartbeatLive"/>.</summary>
internal sealed class LiveHeard(
    LiveRequest request, string rid, IReadOnlyList<LivePublisher> publishers, ReadOnlyMemory<byte> bid) : Event
{
    public override MessageKind Kind => MessageKind.Heartbeat;

    public LiveRequest Request => request;

    public string Rid => rid;

    public IReadOnlyList<LivePublisher> Publishers => publishers;

    /// <summary>As it came: JSON.</summary>
    public ReadOnlyMemory<byte> Bid => bid;
}

/// <summary>Done, and there is nothing more to say.</summary>
internal sealed class LiveDone(LiveRequest request, string rid) : Event
{
    public override MessageKind Kind => request.Kind;

    public LiveRequest Request => request;

    public string Rid => rid;
}

/// <summary>Not done.</summary>
/// <param name="request">What it answers.</param>
/// <param name="code">Which kind of failure.</param>
/// <param name="message">What was wrong and what to do, for a person.</param>
/// <param name="reason">The same for a program, where the code does not say it all.</param>
internal sealed class LiveRefused(LiveRequest request, LiveCode code, string message, string? reason = null) : Event
{
    public override MessageKind Kind => MessageKind.Error;

    public LiveRequest Request => request;

    public LiveCode Code => code;

    public string Message => message;

    public string? Reason => reason;
}

/// <summary>The media server is gone: a publisher is asked to offer again.</summary>
internal sealed class LiveOfferAgain(string rid) : Event
{
    public override MessageKind Kind => MessageKind.Signal;

    public string Rid => rid;
}

/// <summary>Put out by the server itself; who is kicked by a publisher gets the publisher's signal.</summary>
internal sealed class LivePutOut(string rid, LiveChannel channel, string reason) : Event
{
    public override MessageKind Kind => MessageKind.Leave;

    public string Rid => rid;

    public LiveChannel Channel => channel;

    public string Reason => reason;
}

/// <summary>
/// A stream of the member's own ended on the media server's side. The wire has no word for it, as its client sees it by
/// itself; whoever speaks another protocol may want to know.
/// </summary>
/// <param name="watched">The session that was watched; <c>null</c> for the own uplink.</param>
internal sealed class LiveLinkEnded(LiveAddress? watched) : Event
{
    public override MessageKind Kind => MessageKind.Signal;

    public LiveAddress? Watched => watched;
}

/// <summary>The member is out of the room, whatever the reason. The wire has no word for it.</summary>
internal sealed class LiveOut : Event
{
    public static readonly LiveOut Instance = new();

    public override MessageKind Kind => MessageKind.Leave;
}
