using System.Text.Json;
using Parley.Core.Resuming;
using Parley.Core.Storage;

namespace Parley.Protocols.ChatRoom;

/// <summary>All that a session of <c>chatroom</c> is made of, so that it can be opened on another node than the request came to.</summary>
/// <param name="UserId">Whose connection it is.</param>
/// <param name="ExpiresAt">When its token runs out.</param>
/// <param name="Profile">How the account is shown; <c>null</c> when it never said.</param>
/// <param name="RoomId">The room.</param>
/// <param name="Envelope">The envelope it asked for, or <c>null</c>.</param>
/// <param name="Resume">What it asked of resuming, or <c>null</c>.</param>
/// <param name="JoinedAt">When it came.</param>
public sealed record ChatRoomOpening(
    string UserId, DateTimeOffset? ExpiresAt, ProfileRecord? Profile, Guid RoomId, string? Envelope, ResumeRequest? Resume,
    DateTimeOffset JoinedAt)
{
    /// <summary>As it crosses between nodes.</summary>
    public byte[] ToBytes() => JsonSerializer.SerializeToUtf8Bytes(this, ChatRoomJson.Default.ChatRoomOpening);

    /// <summary>As it was.</summary>
    public static ChatRoomOpening FromBytes(byte[] bytes) =>
        JsonSerializer.Deserialize(bytes, ChatRoomJson.Default.ChatRoomOpening)!;
}
