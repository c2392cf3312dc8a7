using System.Text.Json;
using Parley.Core.Messages;

namespace Parley.Protocols.GuestCall;

/// <summary>What the server tells guests, but for what they tell each other (<see cref="GuestRelays"/>).</summary>
internal static class GuestEvents
{
    public const string CallError = "webrtc:error";
    public const string ChatError = "chat:error";
    public const string MatchError = "user:match:error";
    public const string CancelError = "user:match:cancel:error";

    /// <summary>Words that clients compare with.</summary>
    public const string NotConnected = "You are not connected to any user";

    /// <inheritdoc cref="NotConnected"/>
    public const string Unavailable = "Connected user is not available";

    public static readonly GuestEvent Searching =
        Message(MessageKind.Match, "user:match:searching", "Searching for somebody.");

    public static readonly GuestEvent NoUsers =
        Message(MessageKind.Match, "user:match:no_users", "Nobody else is searching now. You will be told as soon as somebody is.");

    public static readonly GuestEvent Cancelled = Message(MessageKind.Match, "user:match:cancelled", "The search has been cancelled.");

    public static readonly GuestEvent ClearConfirmed = Message(MessageKind.Leave, "chat:clear:confirmed", "You have left the chat.");

    public static GuestEvent Established(Guest guest, string socketId) =>
        Write(MessageKind.Register, "connection:established", (guest, socketId), static (json, about) =>
        {
            json.WriteString("userId"u8, about.guest.UserId);
            json.WriteString("username"u8, about.guest.Username);
            json.WriteString("socketId"u8, about.socketId);
            json.WriteBoolean("isGuest"u8, true);
            json.WriteString("sessionId"u8, about.guest.SessionId);
        });

    public static GuestEvent Matched(Guest other, string roomId) =>
        Write(MessageKind.Match, "user:matched", (other, roomId), static (json, match) => WriteMatch(json, match.other, match.roomId));

    /// <summary>To a guest whose page is new: it is in this match still, and the call is at this.</summary>
    public static GuestEvent Resumed(Guest other, Pair pair, LobbyGuest who) =>
        Write(MessageKind.Match, "user:matched", (other, pair, who), static (json, match) =>
        {
            WriteMatch(json, match.other, match.pair.RoomId);
            json.WriteBoolean("resumed"u8, true);
            json.WriteStartObject("call"u8);
            json.WriteString("state"u8, match.pair.State switch
            {
                CallState.Ringing => "ringing"u8,
                CallState.Connected => "connected"u8,
                CallState.Ended => "ended"u8,
                _ => "idle"u8,
            });
            if (match.pair.Calling)
            {
                json.WriteString("type"u8, match.pair.Media);
                json.WriteBoolean("outgoing"u8, match.pair.Caller == match.who);
            }

            json.WriteEndObject();
        });

    public static GuestEvent Joined(Guest who) =>
        About(MessageKind.Presence, "room:user_joined", who, "message"u8, $"{who.Username} is here.");

    public static GuestEvent Left(Guest who) =>
        About(MessageKind.Presence, "room:user_left", who, "message"u8, $"{who.Username} has left.");

    public static GuestEvent Cleared(Guest who) =>
        About(MessageKind.Leave, "chat:cleared", who, "reason"u8, "User left the chat");

    public static GuestEvent RoomClosed(Guest who, string reason) =>
        Write(MessageKind.Presence, "room:closed", (who, reason), static (json, closed) =>
        {
            WriteUser(json, closed.who);
            json.WriteString("message"u8, $"{closed.who.Username} is not connected any more.");
            json.WriteString("reason"u8, closed.reason);
        });

    /// <summary>To one side of a call that nobody answered, as if the other had given up.</summary>
    public static GuestEvent TimedOut(Guest other) =>
        Write(MessageKind.Signal, "webrtc:call-timeout", other, static (json, from) =>
        {
            json.WriteString("from"u8, from.UserId);
            json.WriteString("fromUsername"u8, from.Username);
        });

    public static GuestEvent Sent(string messageId, DateTimeOffset at) =>
        Write(MessageKind.Chat, "chat:message:sent", (messageId, at), static (json, sent) =>
        {
            json.WriteString("messageId"u8, sent.messageId);
            json.WriteTimestamp("timestamp"u8, sent.at);
            json.WriteString("status"u8, "sent"u8);
        });

    public static GuestEvent Delivered(string messageId) =>
        Write(MessageKind.Chat, "chat:message:delivered", messageId, static (json, id) => json.WriteString("messageId"u8, id));

    public static GuestEvent Error(string name, string message, int? retryAfterMilliseconds = null) =>
        Write(MessageKind.Error, name, (message, retryAfterMilliseconds), static (json, error) =>
        {
            json.WriteString("message"u8, error.message);
            if (error.retryAfterMilliseconds is { } retryAfter) json.WriteNumber("retryAfterMs"u8, retryAfter);
        });

    /// <summary>An event whose argument is an object with what <paramref name="write"/> writes.</summary>
    public static GuestEvent Write<TState>(
        MessageKind kind, string name, TState state, Action<Utf8JsonWriter, TState> write, bool passing = false)
    {
        var frame = JsonFrame.Build(FrameOpcode.Text, (state, write), static (json, s) =>
        {
            json.WriteStartObject();
            s.write(json, s.state);
            json.WriteEndObject();
        });
        return new GuestEvent(kind, name, frame.Payload) { Passing = passing };
    }

    /// <summary>A guest's fields that others may see, after its id under whatever name.</summary>
    public static void WriteProfile(Utf8JsonWriter json, Guest guest)
    {
        json.WriteString("username"u8, guest.Username);
        json.WriteBoolean("isGuest"u8, true);
        json.WriteString("location"u8, guest.Location);
        json.WriteString("gender"u8, guest.Gender);
        json.WriteString("language"u8, guest.Language);
    }

    private static void WriteMatch(Utf8JsonWriter json, Guest other, string roomId)
    {
        json.WriteStartObject("matchedUser"u8);
        json.WriteString("id"u8, other.UserId);
        WriteProfile(json, other);
        json.WriteEndObject();
        json.WriteString("roomId"u8, roomId);
    }

    private static void WriteUser(Utf8JsonWriter json, Guest guest)
    {
        json.WriteString("userId"u8, guest.UserId);
        json.WriteString("username"u8, guest.Username);
    }

    private static GuestEvent About(MessageKind kind, string name, Guest who, ReadOnlySpan<byte> field, string text)
    {
        var property = JsonEncodedText.Encode(field);
        return Write(kind, name, (who, property, text), static (json, about) =>
        {
            WriteUser(json, about.who);
            json.WriteString(about.property, about.text);
        });
    }

    private static GuestEvent Message(MessageKind kind, string name, string message) =>
        Write(kind, name, message, static (json, text) => json.WriteString("message"u8, text));
}
