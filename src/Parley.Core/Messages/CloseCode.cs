namespace Parley.Core.Messages;

/// <summary>
/// Why the server closes a WebSocket; shared by every protocol. 1000 to 1009 are RFC 6455's (section 7.4.1), the rest are
/// this server's, by the number that HTTP uses for the like.
/// </summary>
public enum CloseCode
{
    /// <summary>Done.</summary>
    Normal = 1000,

    /// <summary>The server drains: reconnect, elsewhere.</summary>
    GoingAway = 1001,

    /// <summary>The bytes were not WebSocket frames.</summary>
    ProtocolError = 1002,

    /// <summary>A text message was not UTF-8.</summary>
    InvalidPayload = 1007,

    /// <summary>Removed from the room, banned.</summary>
    Policy = 1008,

    /// <summary>A message over the protocol's limit.</summary>
    MessageTooBig = 1009,

    /// <summary>The server failed; reconnect.</summary>
    InternalError = 1011,

    /// <summary>The peer does not speak the protocol.</summary>
    NotTheProtocol = 4400,

    /// <summary>Authentication failed or ran out.</summary>
    Authentication = 4401,

    /// <summary>Not allowed.</summary>
    Forbidden = 4403,

    /// <summary>Something that was due did not come.</summary>
    Timeout = 4408,

    /// <summary>Replaced by a newer connection; do not reconnect.</summary>
    Replaced = 4409,

    /// <summary>A client's word: it gives this connection up, as if it were lost, and comes back on another.</summary>
    ComingBack = 4410,

    /// <summary>Over the rate for too long; reconnect later.</summary>
    RateLimited = 4429,

    /// <summary>Reads too slowly; what it missed is gone, so start afresh.</summary>
    TooSlow = 4503,
}
