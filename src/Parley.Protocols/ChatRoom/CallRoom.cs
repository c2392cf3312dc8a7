using Parley.Core.Messages;
using Parley.Core.Metrics;
using Parley.Core.Rooms;

namespace Parley.Protocols.ChatRoom;

/// <summary>
/// The live side of a persisted room: who is connected now. Signals go to everybody else in it, or to one account in it;
/// nothing leaves it.
/// </summary>
public sealed class CallRoom(ProtocolMetrics metrics) : Room
{
    /// <summary>The room's kind.</summary>
    public const string Kind = "chat";

    private readonly Roster<CallMember> roster = new();

    /// <inheritdoc/>
    protected override bool IsEmpty => roster.Count == 0;

    /// <summary>The live room of a persisted one.</summary>
    public static RoomId Of(Guid roomId) => new(Kind, roomId.ToString("D"));

    /// <inheritdoc/>
    protected override void Handle(Command command, Forwards forwards)
    {
        switch (command)
        {
            case SignalCall signal:
                Signal(signal.Signal, signal.Member);
                break;
            case JoinCall join:
                Join(join.Member);
                break;
            case LeaveCall leave:
                Remove(leave.Member);
                break;
            case EvictAccount evict:
                Close(m => m.UserId == evict.AccountId, "you are no longer a member of this room");
                break;
            case EndCall:
                Close(_ => true, "the room was deleted");
                break;
            case AskParticipants ask:
                ask.Answer.TrySetResult(Participants(exceptAccount: null));
                break;
            default:
                throw new InvalidOperationException($"A call does not know {command.GetType().Name}.");
        }
    }

    private void Signal(Signal signal, CallMember sender)
    {
        if (sender.Gone) return;

        if (signal.To is null)
        {
            roster.DeliverToAll(signal, except: sender.Peer);
        }
        else if (!roster.Has(signal.To))
        {
            metrics.Dropped(DropReason.PeerUnavailable);
            sender.Peer.TryDeliver(new ErrorEvent(
                ErrorCode.PeerUnavailable, "to: that account is not in this call. See the participants, or send without 'to'.")
            {
                Receiver = signal.To,
            });
        }
        else
        {
            roster.DeliverTo(signal.To, signal, except: sender.Peer);
        }
    }

    private void Join(CallMember member)
    {
        // Put out while its client was away: the connection is on its way to the end.
        if (member.Gone) return;

        member.Peer.TryDeliver(new Welcome(Id.Key, member.Account, Participants(exceptAccount: member.UserId)));
        if (roster.Find(member.Peer) is null && roster.Add(member))
            roster.DeliverToAll(new AccountPresence(member.Account, joined: true), except: member.Peer);
    }

    private void Remove(CallMember member)
    {
        member.Gone = true;
        if (roster.Remove(member.Peer, out var last) is not null && last)
            roster.DeliverToAll(new AccountPresence(member.Account, joined: false));
    }

    /// <summary>Puts members out together: none of them hears of the others' leaving.</summary>
    private void Close(Func<CallMember, bool> which, string reason)
    {
        var gone = new HashSet<Account>();
        foreach (var member in roster.Members.ToArray().Where(which))
        {
            member.Peer.Close(CloseCode.Policy, reason);
            member.Gone = true;
            roster.Remove(member.Peer, out var last);
            if (last) gone.Add(member.Account);
        }

        foreach (var account in gone) roster.DeliverToAll(new AccountPresence(account, joined: false));
    }

    private List<Participant> Participants(string? exceptAccount)
    {
        var known = new HashSet<string>();
        var participants = new List<Participant>();
        foreach (var member in roster.Members)
        {
            if (member.UserId != exceptAccount && known.Add(member.UserId))
                participants.Add(new Participant(member.Account, member.JoinedAt));
        }

        return participants;
    }
}
