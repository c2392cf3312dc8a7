using Parley.Core.Identity;
using Parley.Core.Limits;
using Parley.Core.Metrics;
using Parley.Core.Resuming;
using Parley.Core.Rooms;
using Parley.Core.Sessions;
using Parley.Core.Time;

namespace Parley.Protocols.ChatRoom;

/// <summary>Broadcast within a room of members: what all its sessions share. See docs/protocols/chatroom.md.</summary>
public sealed class ChatRoomProtocol
{
    /// <summary>Its name in metrics, logs and signals.</summary>
    public const string Name = "chatroom";

    /// <summary>Largest message, in bytes.</summary>
    public const int MaxMessageBytes = 64 * 1024;

    /// <summary>The outer type of signals, by default.</summary>
    public const string DefaultEnvelope = "webrtc.signal";

    /// <summary>The outer type that the document's sample client reads.</summary>
    public const string SampleEnvelope = "signaling";

    private readonly ChatRoomCodec defaultCodec;
    private readonly ChatRoomCodec sampleCodec;

    /// <param name="time">Times on the wire.</param>
    public ChatRoomProtocol(TimeProvider time)
    {
        Time = time;
        defaultCodec = new ChatRoomCodec(time, DefaultEnvelope);
        sampleCodec = new ChatRoomCodec(time, SampleEnvelope);
    }

    /// <summary>All rooms.</summary>
    public required IRooms Rooms { get; init; }

    /// <summary>Deadlines.</summary>
    public required Clock Clock { get; init; }

    /// <summary>What an operator may change.</summary>
    public required ChatRoomOptions Options { get; init; }

    /// <summary>How much a connection and a user may send.</summary>
    public required RateLimits Rates { get; init; }

    /// <summary>The users' token buckets.</summary>
    public required UserBuckets Users { get; init; }

    /// <summary>Sessions that outlive their connections.</summary>
    public required KeptSessions Kept { get; init; }

    /// <summary>Counters.</summary>
    public required ProtocolMetrics Metrics { get; init; }

    /// <summary>Times on the wire.</summary>
    public TimeProvider Time { get; }

    /// <summary>Whether a connection may ask for this envelope.</summary>
    public static bool IsEnvelope(string name) => name is DefaultEnvelope or SampleEnvelope;

    /// <summary>A session on a new connection of an active member; it joins the room at once, or goes on with one that is there.</summary>
    /// <param name="connection">The transport.</param>
    /// <param name="identity">Whose it is.</param>
    /// <param name="account">How it is shown.</param>
    /// <param name="roomId">The room.</param>
    /// <param name="envelope">The envelope it asked for, or <c>null</c>.</param>
    /// <param name="resume">What it asked of resuming, or <c>null</c>.</param>
    public IMessageHandler NewSession(
        IConnection connection, VerifiedIdentity identity, Account account, Guid roomId, string? envelope,
        ResumeRequest? resume = null) => NewSession(connection, identity, account, roomId, envelope, resume, Time.GetUtcNow(), null);

    /// <summary>The same, on whichever node the room is.</summary>
    /// <param name="connection">The way to the client.</param>
    /// <param name="opening">What was found of the request where it came in.</param>
    /// <param name="wasOpen">
    /// Whether it was open on another node before. Without <paramref name="carried"/> it can be resumed no more: its token
    /// will be unknown.
    /// </param>
    /// <param name="carried">What that node gave for it to be resumed here, or <c>null</c>.</param>
    public IMessageHandler Open(IConnection connection, ChatRoomOpening opening, bool wasOpen, byte[]? carried) => NewSession(
        connection, new VerifiedIdentity(opening.UserId, opening.ExpiresAt), new Account(opening.UserId, opening.Profile),
        opening.RoomId, opening.Envelope, wasOpen ? null : opening.Resume, opening.JoinedAt, carried);

    private IMessageHandler NewSession(
        IConnection connection, VerifiedIdentity identity, Account account, Guid roomId, string? envelope, ResumeRequest? resume,
        DateTimeOffset joinedAt, byte[]? carried)
    {
        var rejected = default(string);
        if (resume is { IsForKnown: true } request)
        {
            if (Kept.Resume(request, Binding(account, roomId), connection, identity, out rejected) is { } handler)
                return handler;
        }

        return new ChatRoomSession(
            connection, this, identity, account, CallRoom.Of(roomId),
            (envelope ?? Options.Envelope) == SampleEnvelope ? sampleCodec : defaultCodec, joinedAt,
            resume is null && carried is null ? null : Binding(account, roomId), rejected, carried);
    }

    private static ResumeBinding Binding(Account account, Guid roomId) => new(Name, account.Id, roomId.ToString("D"));
}
