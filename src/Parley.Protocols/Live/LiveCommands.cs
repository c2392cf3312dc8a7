using Parley.Core.Media;
using Parley.Core.Messages;
using Parley.Core.Rooms;
using Parley.Core.Sessions;
using Parley.Core.Turn;

namespace Parley.Protocols.Live;

/// <summary>Something that a session asks of a room. The answer is an event that carries <paramref name="Request"/>.</summary>
/// <param name="Member">Who asks.</param>
/// <param name="Channel">What it takes the room to be.</param>
/// <param name="Request">What it asked, for the answer.</param>
internal abstract record LiveCommand(LiveMember Member, LiveChannel Channel, LiveRequest Request) : Command(Member.Peer);

/// <summary>Comes in. Answered by <see cref="LiveJoined"/>.</summary>
/// <param name="Member">Who asks.</param>
/// <param name="Channel">The channel that it names.</param>
/// <param name="Request">What the answer goes with.</param>
/// <param name="Creating">Makes the room.</param>
/// <param name="Video">Says that it sends video.</param>
/// <param name="Audio">Says that it sends audio.</param>
/// <param name="IceServers">For the answer.</param>
internal sealed record JoinLive(
    LiveMember Member, LiveChannel Channel, LiveRequest Request, bool Creating, bool Video, bool Audio,
    IReadOnlyList<IceServer> IceServers) : LiveCommand(Member, Channel, Request);

/// <summary>Goes. Answered by <see cref="LiveDone"/>.</summary>
internal sealed record LeaveLive(LiveMember Member, LiveChannel Channel, LiveRequest Request)
    : LiveCommand(Member, Channel, Request);

/// <summary>Begins to send, or goes on otherwise. Answered by <see cref="LiveOfferAnswered"/>. Joins who has not.</summary>
/// <param name="Member">Who asks.</param>
/// <param name="Channel">The channel that it names.</param>
/// <param name="Request">What the answer goes with.</param>
/// <param name="Sdp">The offer; checked to be SDP.</param>
/// <param name="Restarting">Goes on with the uplink that is there.</param>
/// <param name="Hls">Is to be packaged.</param>
internal sealed record OfferLive(
    LiveMember Member, LiveChannel Channel, LiveRequest Request, Sdp Sdp, bool Restarting, bool Hls)
    : LiveCommand(Member, Channel, Request);

/// <summary>A watcher's answer. Answered by <see cref="LiveDone"/>, which the wire leaves out.</summary>
internal sealed record AnswerLive(LiveMember Member, LiveChannel Channel, LiveRequest Request, LiveAddress To, Sdp Sdp)
    : LiveCommand(Member, Channel, Request);

/// <summary>A candidate. Not acknowledged, only refused.</summary>
/// <param name="Member">Who asks.</param>
/// <param name="Channel">The channel that it names.</param>
/// <param name="Request">What the answer goes with.</param>
/// <param name="To">The session that is watched; <c>null</c> or the own one for the own uplink.</param>
/// <param name="Candidate"><c>null</c> ends them.</param>
internal sealed record CandidateLive(
    LiveMember Member, LiveChannel Channel, LiveRequest Request, LiveAddress? To, RemoteCandidate? Candidate)
    : LiveCommand(Member, Channel, Request);

/// <summary>Wants to watch. Answered by <see cref="LiveWatched"/>. Joins who has not.</summary>
internal sealed record WatchLive(LiveMember Member, LiveChannel Channel, LiveRequest Request, LiveAddress To)
    : LiveCommand(Member, Channel, Request);

/// <summary>Sends audio or video from now on, or no longer. Answered by <see cref="LiveDone"/>.</summary>
internal sealed record UpdateLive(LiveMember Member, LiveChannel Channel, LiveRequest Request, bool Video, bool Audio)
    : LiveCommand(Member, Channel, Request);

/// <summary>Is alive. Answered by <see cref="LiveHeard"/>, where that is wanted.</summary>
/// <param name="Member">Who asks.</param>
/// <param name="Channel">The channel that it names.</param>
/// <param name="Request">What the answer goes with.</param>
/// <param name="Bid">Repeated in the answer: JSON.</param>
/// <param name="WantsAck">Whether it is answered.</param>
internal sealed record HeartbeatLive(
    LiveMember Member, LiveChannel Channel, LiveRequest Request, ReadOnlyMemory<byte> Bid, bool WantsAck)
    : LiveCommand(Member, Channel, Request);

/// <summary>Puts somebody out. Answered by <see cref="LiveDone"/>.</summary>
/// <param name="Member">Who asks.</param>
/// <param name="Channel">The channel that it names.</param>
/// <param name="Request">What the answer goes with.</param>
/// <param name="To">Whom it is about.</param>
/// <param name="Forwarded">The signal, for whom it is about.</param>
internal sealed record KickLive(
    LiveMember Member, LiveChannel Channel, LiveRequest Request, LiveAddress To, Signal Forwarded)
    : LiveCommand(Member, Channel, Request);

/// <summary>Wants to publish. Answered by <see cref="LiveDone"/>.</summary>
/// <param name="Member">Who asks.</param>
/// <param name="Channel">The channel that it names.</param>
/// <param name="Request">What the answer goes with.</param>
/// <param name="Forwarded">The signal, for the owner.</param>
internal sealed record AskToPublish(LiveMember Member, LiveChannel Channel, LiveRequest Request, Signal Forwarded)
    : LiveCommand(Member, Channel, Request);

/// <summary>The owner lets somebody publish, or does not. Answered by <see cref="LiveDone"/>.</summary>
/// <param name="Member">Who asks.</param>
/// <param name="Channel">The channel that it names.</param>
/// <param name="Request">What the answer goes with.</param>
/// <param name="To">Whom it is about.</param>
/// <param name="Accepted">Whether they may.</param>
/// <param name="Forwarded">The signal, for whom it is about.</param>
internal sealed record DecidePublish(
    LiveMember Member, LiveChannel Channel, LiveRequest Request, LiveAddress To, bool Accepted, Signal Forwarded)
    : LiveCommand(Member, Channel, Request);

/// <summary>An offer, an answer or a candidate in <c>p2p</c>, for the other. Not acknowledged, only refused.</summary>
/// <param name="Member">Who asks.</param>
/// <param name="Type">Which of them.</param>
/// <param name="Signal">As the other gets it.</param>
/// <param name="To">Whom it is for; <c>null</c> for the other user.</param>
internal sealed record RelayLive(LiveMember Member, LiveSignalType Type, Signal Signal, LiveAddress? To)
    : Command(Member.Peer);

/// <summary>The connection is over.</summary>
/// <param name="Member">Who asks.</param>
/// <param name="OnPurpose">The client closed it; a place whose connection is lost is kept for a while.</param>
internal sealed record LoseLive(LiveMember Member, bool OnPurpose) : Command(Member.Peer);

/// <summary>The connection was lost, and the session is kept: silence is no reason to put it out, before it has had its grace.</summary>
/// <param name="Member">Whose place it is.</param>
internal sealed record AwayLive(LiveMember Member) : Command(Member.Peer);

/// <summary>The session's client is back.</summary>
/// <param name="Member">Whose place it is.</param>
internal sealed record BackLive(LiveMember Member) : Command(Member.Peer);

/// <summary>The session is opened again, after its room was on another node.</summary>
/// <param name="Member">Its place.</param>
/// <param name="Standing">What it was there.</param>
internal sealed record RestoreLive(LiveMember Member, LiveStanding Standing) : Command(Member.Peer);

/// <summary>Everybody is there again who could be brought back, and hears what is sent.</summary>
/// <param name="Member">Of whom that is known.</param>
internal sealed record GoOnLive(LiveMember Member) : Command(Member.Peer);

/// <summary>The room lives on another node from now on: here it ends, and nobody is told.</summary>
public sealed record ForgetLiveRoom() : Command((IPeer?)null);

/// <summary>Makes a room ahead: the operator does.</summary>
/// <param name="Channel">What it is for.</param>
/// <param name="Publishers">The users who publish in it; <c>null</c> for everybody.</param>
/// <param name="MaxPublishers">Most users who publish at once; <c>null</c> for what the channel has.</param>
/// <param name="KeptOpen">Whether it stays when nobody is in it, until it is closed.</param>
/// <param name="Answer">Gets whether it was made: <c>false</c> where it was there.</param>
public sealed record OpenLiveRoom(
    LiveChannel Channel, IReadOnlyCollection<string>? Publishers, int? MaxPublishers, bool KeptOpen,
    TaskCompletionSource<bool>? Answer = null) : Command((IPeer?)null);

/// <summary>Ends a room: all in it are told by KICK.</summary>
/// <param name="Reason">For people.</param>
/// <param name="Answer">Gets whether there was one.</param>
public sealed record CloseLiveRoom(string Reason, TaskCompletionSource<bool>? Answer = null) : Command((IPeer?)null);

/// <summary>Cuts a user's audio, or gives it back; it holds for what the user publishes later, too.</summary>
/// <param name="UserId">Whose.</param>
/// <param name="Muted">Whether it is cut.</param>
public sealed record MuteInLiveRoom(string UserId, bool Muted) : Command((IPeer?)null);

/// <summary>What goes on in a room?</summary>
/// <param name="Answer">Gets the answer, off the room's lock; <c>null</c> when there is no such room.</param>
public sealed record AskLiveRoom(TaskCompletionSource<LiveRoomStatus?> Answer) : Command((IPeer?)null);
