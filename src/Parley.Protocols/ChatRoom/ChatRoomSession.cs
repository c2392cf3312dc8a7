using System.Text.Json;
using System.Text.Unicode;
using Parley.Core.Identity;
using Parley.Core.Limits;
using Parley.Core.Messages;
using Parley.Core.Resuming;
using Parley.Core.Rooms;
using Parley.Core.Sessions;

namespace Parley.Protocols.ChatRoom;

/// <summary>One connection that speaks <c>chatroom</c>: a member of one call from its first moment to its last.</summary>
internal sealed class ChatRoomSession : ResumableSession
{
    private readonly ChatRoomProtocol protocol;
    private readonly ChatRoomCodec codec;
    private readonly RoomId room;
    private readonly CallMember member;
    private VerifiedIdentity identity;

    // What the next welcome is to say of resuming.
    private ResumeAnswer? answer;

    public ChatRoomSession(
        IConnection connection, ChatRoomProtocol protocol, VerifiedIdentity identity, Account account, RoomId room,
        ChatRoomCodec codec, DateTimeOffset joinedAt, ResumeBinding? keptAs, string? rejected, byte[]? carried)
        : base(connection, codec, NewRate(protocol, account.Id), protocol.Metrics)
    {
        this.protocol = protocol;
        this.identity = identity;
        this.codec = codec;
        this.room = room;
        member = new CallMember(this, account, joinedAt);
        Metrics.Connected();
        if (keptAs is not null && carried is not null) KeepOn(protocol.Kept, keptAs, protocol.Options.Grace, carried);
        else if (keptAs is not null) answer = Keep(protocol.Kept, keptAs, protocol.Options.Grace, rejected);
        protocol.Rooms.Dispatch(room, new JoinCall(member));
    }

    public override bool TryDeliver(Event message) =>
        message is Welcome welcome && IsKept
            ? Answer(codec.Write(welcome, Interlocked.Exchange(ref answer, null)))
            : base.TryDeliver(message);

    public override void Receive(ReadOnlySpan<byte> message, bool binary)
    {
        var fault = Decode(message, binary, out var envelope);
        var kind = fault is null ? KindOf(envelope.Type!) : MessageKind.Invalid;
        if (!Admit(kind, envelope.Type)) return;

        if (fault is null && envelope.Type is "user-joined" or "user-left")
            fault = new MessageFault("type", "is the server's own");

        if (fault is not null)
        {
            TryDeliver(new ErrorEvent(ErrorCode.InvalidMessage, fault.ToString())
            {
                Field = fault.Field.Length == 0 ? null : fault.Field,
            });
        }
        else if (kind == MessageKind.Heartbeat)
        {
            TryDeliver(Pong.Instance);
        }
        else
        {
            protocol.Rooms.Dispatch(room, new SignalCall(codec.Relay(envelope, kind, member.Account), member));
        }
    }

    public override void Tick()
    {
        if (!protocol.Options.CloseOnExpiry || !(identity.ExpiresAt <= protocol.Time.GetUtcNow())) return;

        TryDeliver(new ErrorEvent(ErrorCode.AuthenticationFailed, "The token has expired. Connect with a new one."));
        Close(CloseCode.Authentication, "the token has expired");
    }

    public override void Ended()
    {
        protocol.Rooms.Dispatch(room, new LeaveCall(member));
        protocol.Users.Release(member.UserId);
        Metrics.Disconnected();
    }

    protected override void Returning(VerifiedIdentity? identity) => this.identity = identity!;

    protected override Frame WriteResumed(ResumeAnswer answer) => codec.WriteResumed(member.Account, room.Key, answer);

    /// <summary>Who joins once more is welcomed once more; nobody else hears of it.</summary>
    protected override void Restate(ResumeAnswer answer)
    {
        this.answer = answer;
        protocol.Rooms.Dispatch(room, new JoinCall(member));
    }

    private static RateGuard NewRate(ChatRoomProtocol protocol, string accountId)
    {
        var rate = new RateGuard(protocol.Clock, protocol.Rates);
        rate.ShareWith(protocol.Users.Acquire(accountId));
        return rate;
    }

    private static MessageFault? Decode(ReadOnlySpan<byte> message, bool binary, out ChatEnvelope envelope)
    {
        envelope = default;
        try
        {
            return binary && !Utf8.IsValid(message)
                ? new MessageFault("", "a binary message has to hold UTF-8")
                : ChatEnvelope.Read(message, out envelope);
        }
        catch (JsonException notJson)
        {
            return new MessageFault("", $"not JSON, from byte {notJson.BytePositionInLine} of line {notJson.LineNumber + 1} on");
        }
    }

    private static MessageKind KindOf(string type) => type switch
    {
        "ice-candidate" or "candidate" => MessageKind.Candidate,
        "offer" => MessageKind.Offer,
        "answer" => MessageKind.Answer,
        "ping" => MessageKind.Heartbeat,
        _ => MessageKind.Signal,
    };
}
