using Parley.Core.Messages;

namespace Parley.Protocols.World;

/// <summary>The eight errors of the protocol.</summary>
internal static class WorldErrors
{
    public static ReadOnlySpan<byte> NameOf(ErrorCode code) => code switch
    {
        ErrorCode.AuthenticationFailed or ErrorCode.Timeout => "AUTH_FAILED"u8,
        ErrorCode.RateLimited => "RATE_LIMITED"u8,
        ErrorCode.ServerFailure => "SERVER_ERROR"u8,
        ErrorCode.RoomNotFound => "WORLD_NOT_FOUND"u8,
        ErrorCode.ZoneNotFound => "ZONE_NOT_FOUND"u8,
        ErrorCode.ObjectNotFound => "OBJECT_NOT_FOUND"u8,
        ErrorCode.NotAllowed => "PERMISSION_DENIED"u8,
        _ => "INVALID_REQUEST"u8,
    };
}
