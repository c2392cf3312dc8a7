using System.Text;
using System.Text.Json;
using Parley.Core.Messages;

namespace Parley.Protocols.GuestCall;

/// <summary>What one guest tells the other: its own words as they came, and who says them as the server knows it.</summary>
internal sealed class GuestRelays
{
    private readonly byte[] from;
    private readonly byte[] fromAndName;
    private readonly byte[] user;
    private readonly byte[] sender;

    public GuestRelays(Guest guest)
    {
        var (id, name) = (Quote(guest.UserId), Quote(guest.Username));
        from = Encoding.UTF8.GetBytes($"\"from\":{id}}}");
        fromAndName = Encoding.UTF8.GetBytes($"\"from\":{id},\"fromUsername\":{name}}}");
        user = Encoding.UTF8.GetBytes($"{{\"userId\":{id},\"username\":{name}}}");
        sender = Encoding.UTF8.GetBytes($",\"senderId\":{id},\"senderUsername\":{name},\"type\":");
    }

    public GuestEvent Offer(ReadOnlySpan<byte> offer, ReadOnlySpan<byte> media) =>
        new(MessageKind.Offer, "webrtc:offer", Join("{\"offer\":"u8, offer, ",\"type\":"u8, media, ","u8, fromAndName));

    public GuestEvent Answer(ReadOnlySpan<byte> answer) =>
        new(MessageKind.Answer, "webrtc:answer", Join("{\"answer\":"u8, answer, ","u8, fromAndName));

    public GuestEvent Candidate(ReadOnlySpan<byte> candidate) =>
        new(MessageKind.Candidate, "webrtc:ice-candidate", Join("{\"candidate\":"u8, candidate, ","u8, from));

    /// <summary><c>webrtc:call-end</c>, <c>webrtc:call-reject</c> or <c>webrtc:call-timeout</c>.</summary>
    public GuestEvent End(string name) => new(MessageKind.Signal, name, Join("{"u8, fromAndName));

    /// <summary><c>chat:typing:start</c> or <c>chat:typing:stop</c>.</summary>
    public GuestEvent Typing(string name) => new(MessageKind.Chat, name, user) { Passing = true };

    public ChatDelivery Chat(
        string messageId, ReadOnlySpan<byte> type, ReadOnlySpan<byte> content, ReadOnlySpan<byte> timestamp) =>
        new(messageId, Join(
            "{\"id\":\""u8, Encoding.UTF8.GetBytes(messageId), "\""u8, sender, type, ",\"content\":"u8, content,
            ",\"timestamp\":"u8, timestamp, "}"u8));

    private static byte[] Join(
        ReadOnlySpan<byte> a, ReadOnlySpan<byte> b, ReadOnlySpan<byte> c = default, ReadOnlySpan<byte> d = default,
        ReadOnlySpan<byte> e = default, ReadOnlySpan<byte> f = default, ReadOnlySpan<byte> g = default,
        ReadOnlySpan<byte> h = default, ReadOnlySpan<byte> i = default, ReadOnlySpan<byte> j = default) =>
        [.. a, .. b, .. c, .. d, .. e, .. f, .. g, .. h, .. i, .. j];

    private static string Quote(string text) => JsonSerializer.Serialize(text, ProtocolJson.Default.String);
}
