using Parley.Core.Messages;

namespace Parley.Protocols.ChatRoom;

/// <summary>Errors on the wire: <c>data.code</c>.</summary>
internal static class ChatRoomErrors
{
    public static ReadOnlySpan<byte> NameOf(ErrorCode code) => code switch
    {
        ErrorCode.PeerUnavailable => "peer_unavailable"u8,
        ErrorCode.RateLimited => "rate_limited"u8,
        ErrorCode.AuthenticationFailed => "authentication_failed"u8,
        ErrorCode.NotAllowed => "not_allowed"u8,
        _ => "invalid_message"u8,
    };
}
