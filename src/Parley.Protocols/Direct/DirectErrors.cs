using Parley.Core.Messages;

namespace Parley.Protocols.Direct;

/// <summary>The six errors of the protocol.</summary>
internal static class DirectErrors
{
    public static ReadOnlySpan<byte> NameOf(ErrorCode code) => code switch
    {
        ErrorCode.AuthenticationFailed or ErrorCode.NotAllowed => "authentication_failed"u8,
        ErrorCode.Timeout => "timeout"u8,
        ErrorCode.ConnectionLost => "connection_lost"u8,
        ErrorCode.PeerUnavailable => "peer_unavailable"u8,
        ErrorCode.SignalTimeout => "signal_timeout"u8,
        _ => "invalid_signal"u8,
    };
}
