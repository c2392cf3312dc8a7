using Parley.Core.Limits;
using Parley.Core.Messages;
using Parley.Core.Metrics;
using Parley.Core.Sessions;

namespace Parley.Protocols.GuestCall;

/// <summary>One connection of a guest: reads its events, holds them to the rates and takes them to the lobby.</summary>
public sealed class GuestSession
{
    /// <summary>The event by which a guest says something to its match, and is told what that one says.</summary>
    public const string ChatMessage = "chat:message";

    private readonly IPeer peer;
    private readonly string socketId;
    private readonly GuestCallProtocol protocol;
    private readonly GuestRelays relays;
    private readonly RateGuard rate;
    private readonly Action<GuestStanding>? remember;
    private bool closing;

    internal GuestSession(IPeer peer, Guest guest, string socketId, GuestCallProtocol protocol, Action<GuestStanding>? remember)
    {
        (this.peer, Guest, this.socketId, this.protocol, this.remember) = (peer, guest, socketId, protocol, remember);
        relays = new GuestRelays(guest);
        rate = new RateGuard(protocol.Clock, protocol.Rates);
        rate.ShareWith(protocol.Users.Acquire(guest.UserId));
    }

    /// <summary>Whose it is.</summary>
    public Guest Guest { get; }

    /// <summary>For a chat message: nobody can guess it, and no other message has it.</summary>
    public static string NewMessageId() => $"msg_{Guid.NewGuid():N}";

    /// <summary>Begins: the guest is welcomed and, if it was matched, back in its match.</summary>
    /// <param name="recovered">Whether the client was recovered and goes on where it was.</param>
    public void Begin(bool recovered)
    {
        protocol.Metrics.Connected();
        protocol.Presence.Opened(Guest);
        peer.TryDeliver(GuestEvents.Established(Guest, socketId));
        peer.TryDeliver(protocol.Stats.Current);
        protocol.Rooms.Dispatch(Lobby.Only, new Arrive(peer, Guest, socketId, recovered) { Remember = remember });
    }

    /// <summary>Begins where it was on another node until now; its client is told nothing.</summary>
    /// <param name="standing">How it stood there.</param>
    public void Restore(GuestStanding standing)
    {
        protocol.Metrics.Connected();
        protocol.Presence.Opened(Guest);
        protocol.Rooms.Dispatch(
            Lobby.Only, new Arrive(peer, Guest, socketId, Recovered: false) { Remember = remember, Restored = standing });
    }

    /// <summary>The connection is over.</summary>
    public void Ended() => Leave(elsewhere: false);

    /// <summary>The lobby goes to another node, and the connection goes on there.</summary>
    public void GoElsewhere() => Leave(elsewhere: true);

    private void Leave(bool elsewhere)
    {
        protocol.Rooms.Dispatch(Lobby.Only, new Depart(peer, Guest.UserId, elsewhere));
        protocol.Presence.Closed(Guest);
        protocol.Users.Release(Guest.UserId);
        protocol.Metrics.Disconnected();
    }

    /// <summary>The client has the message, as far as the transport can tell.</summary>
    public void Received(string messageId) =>
        protocol.Rooms.Dispatch(Lobby.Only, new ConfirmMessage(peer, Guest.UserId, messageId));

    /// <summary>Does what the client asks. Called by one thread at a time.</summary>
    /// <param name="name">The event's name.</param>
    /// <param name="argument">Its first argument, valid JSON; empty when there is none. The caller's again on return.</param>
    public void Receive(string name, ReadOnlySpan<byte> argument)
    {
        if (closing || !Admit(name)) return;
        switch (name)
        {
            case "user:match":
                protocol.Rooms.Dispatch(Lobby.Only, new FindMatch(peer, Guest.UserId));
                break;
            case "user:match:cancel":
                protocol.Rooms.Dispatch(Lobby.Only, new CancelSearch(peer, Guest.UserId));
                break;
            case "leave-room" or "close-room" or "chat:clear":
                protocol.Rooms.Dispatch(Lobby.Only, new LeaveMatch(peer, Guest.UserId));
                break;
            case "webrtc:offer":
                Offer(argument);
                break;
            case "webrtc:answer":
                Answer(argument);
                break;
            case "webrtc:ice-candidate":
                Candidate(argument);
                break;
            case "webrtc:call-end" or "webrtc:call-reject" or "webrtc:call-timeout":
                End(name, argument);
                break;
            case ChatMessage:
                Say(NewMessageId(), argument);
                break;
            case "chat:message:delivered":
                Confirm(argument);
                break;
            case "chat:typing:start" or "chat:typing:stop":
                protocol.Rooms.Dispatch(Lobby.Only, new TypeToMatch(peer, Guest.UserId, relays.Typing(name)));
                break;
            case "get:stats":
                peer.TryDeliver(protocol.Stats.Current);
                break;
            default:
                // Ignored, whether clients are known to send it or not.
                break;
        }
    }

    /// <summary>The same for a <see cref="ChatMessage"/> that was given its id before, by <see cref="NewMessageId"/>.</summary>
    public void ReceiveMessage(string messageId, ReadOnlySpan<byte> argument)
    {
        if (!closing && Admit(ChatMessage)) Say(messageId, argument);
    }

    /// <summary>What an event is about; <see cref="MessageKind.Invalid"/> for one that nobody knows.</summary>
    internal static MessageKind KindOf(string name) => name switch
    {
        "user:match" or "user:match:cancel" => MessageKind.Match,
        "leave-room" or "close-room" or "chat:clear" => MessageKind.Leave,
        "webrtc:offer" => MessageKind.Offer,
        "webrtc:answer" => MessageKind.Answer,
        "webrtc:ice-candidate" => MessageKind.Candidate,
        "webrtc:call-end" or "webrtc:call-reject" or "webrtc:call-timeout" => MessageKind.Signal,
        ChatMessage or "chat:message:delivered" or "chat:typing:start" or "chat:typing:stop" => MessageKind.Chat,
        "get:stats" or "stats:request" or "users:online:request" => MessageKind.Presence,
        "guest:register" or "guest:update" => MessageKind.Register,
        _ => name.StartsWith("presence:", StringComparison.Ordinal) ? MessageKind.Presence : MessageKind.Invalid,
    };

    private static string ErrorFor(string name) =>
        name.StartsWith("webrtc:", StringComparison.Ordinal) ? GuestEvents.CallError
        : name == "user:match" ? GuestEvents.MatchError
        : name == "user:match:cancel" ? GuestEvents.CancelError
        : name.StartsWith("chat:", StringComparison.Ordinal) || name is "leave-room" or "close-room" ? GuestEvents.ChatError
        : "error";

    private void Offer(ReadOnlySpan<byte> argument)
    {
        if (!GuestPayload.TryRead(argument, out var payload) || !GuestPayload.IsObject(payload.Offer)
            || !(payload.Type.SequenceEqual("\"audio\""u8) || payload.Type.SequenceEqual("\"video\""u8)))
        {
            Refuse(GuestEvents.CallError, "webrtc:offer has to be {offer, type}: offer an object, type \"audio\" or \"video\".");
            return;
        }

        var media = payload.Type.SequenceEqual("\"audio\""u8) ? "audio" : "video";
        Move(CallMove.Offer, relays.Offer(payload.Offer, payload.Type), media);
    }

    private void Answer(ReadOnlySpan<byte> argument)
    {
        if (GuestPayload.TryRead(argument, out var payload) && GuestPayload.IsObject(payload.Answer))
            Move(CallMove.Answer, relays.Answer(payload.Answer));
        else
            Refuse(GuestEvents.CallError, "webrtc:answer has to be {answer}: answer an object.");
    }

    private void Candidate(ReadOnlySpan<byte> argument)
    {
        if (GuestPayload.TryRead(argument, out var payload) && GuestPayload.IsObjectOrNull(payload.Candidate))
            Move(CallMove.Candidate, relays.Candidate(payload.Candidate));
        else
            Refuse(GuestEvents.CallError, "webrtc:ice-candidate has to be {candidate}: candidate an object or null.");
    }

    private void End(string name, ReadOnlySpan<byte> argument)
    {
        if (!argument.IsEmpty && !GuestPayload.IsObjectOrNull(argument))
        {
            Refuse(GuestEvents.CallError, $"{name} has to be {{}}, or without an argument.");
            return;
        }

        Move(
            name == "webrtc:call-end" ? CallMove.End : name == "webrtc:call-reject" ? CallMove.Reject : CallMove.Timeout,
            relays.End(name));
    }

    private void Say(string messageId, ReadOnlySpan<byte> argument)
    {
        if (!GuestPayload.TryRead(argument, out var payload) || !ChatRules.Allow(payload))
        {
            Refuse(GuestEvents.ChatError, "Invalid message format");
            return;
        }

        var timestamp = ChatRules.IsNull(payload.Timestamp) ? Now() : payload.Timestamp;
        var message = relays.Chat(messageId, payload.Type, payload.Content, timestamp);
        protocol.Rooms.Dispatch(Lobby.Only, new SayToMatch(peer, Guest.UserId, message));
    }

    /// <summary>Some clients say by themselves what they have; that counts as well, and what is no message's id counts for nothing.</summary>
    private void Confirm(ReadOnlySpan<byte> argument)
    {
        if (GuestPayload.TryRead(argument, out var payload) && ChatRules.TextOf(payload.MessageId) is { } messageId)
            Received(messageId);
    }

    private void Move(CallMove move, GuestEvent relay, string media = "") =>
        protocol.Rooms.Dispatch(Lobby.Only, new MoveCall(peer, Guest.UserId, move, relay, media));

    private void Refuse(string name, string message) => peer.TryDeliver(GuestEvents.Error(name, message));

    private byte[] Now()
    {
        Span<char> text = stackalloc char[32];
        protocol.Clock.UtcNow.UtcDateTime.TryFormat(
            text, out var length, Timestamp.Format, System.Globalization.CultureInfo.InvariantCulture);
        return System.Text.Encoding.ASCII.GetBytes($"\"{text[..length]}\"");
    }

    private bool Admit(string name)
    {
        var kind = KindOf(name);
        protocol.Metrics.Received(kind);
        var verdict = rate.Admit(kind);
        if (verdict.Admitted) return true;

        protocol.Metrics.Dropped(DropReason.RateLimited);
        if (verdict.CloseNow)
        {
            closing = true;
            peer.Close(CloseCode.RateLimited, "over the rate for too long");
            return false;
        }

        peer.TryDeliver(GuestEvents.Error(
            ErrorFor(name),
            $"Too many messages: this one was dropped. Send again in {verdict.RetryAfterMilliseconds} ms, and fewer.",
            verdict.RetryAfterMilliseconds));
        return false;
    }
}
