using Parley.Core.Messages;
using Parley.Core.Rooms;
using Parley.Core.Sessions;

namespace Parley.Protocols.ChatRoom;

/// <summary>A connection comes; it is welcomed, and the others learn of an account's first.</summary>
internal sealed record JoinCall(CallMember Member) : Command(Member.Peer);

/// <summary>A connection goes; the others learn of an account's last.</summary>
internal sealed record LeaveCall(CallMember Member) : Command(Member.Peer);

/// <summary>A signal to the room, or to one account in it.</summary>
internal sealed record SignalCall(Signal Signal, CallMember Member) : Command(Member.Peer);

/// <summary>An account is no longer a member: its connections are closed at once.</summary>
/// <param name="AccountId">The account.</param>
public sealed record EvictAccount(string AccountId) : Command((IPeer?)null);

/// <summary>The room is gone: all its connections are closed at once.</summary>
public sealed record EndCall() : Command((IPeer?)null);

/// <summary>Who takes part now?</summary>
/// <param name="Answer">Gets the answer, off the room's lock.</param>
public sealed record AskParticipants(TaskCompletionSource<IReadOnlyList<Participant>> Answer) : Command((IPeer?)null);
