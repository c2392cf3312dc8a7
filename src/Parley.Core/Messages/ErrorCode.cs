namespace Parley.Core.Messages;

/// <summary>
/// Every failure that a client can be told of. One numbered table for all protocols; each maps it to its own wire.
/// The numbers are stable: they may be logged and counted.
/// </summary>
public enum ErrorCode
{
    /// <summary>Not the protocol's form: not JSON, an unknown type, a missing or wrongly typed field.</summary>
    InvalidMessage = 100,

    /// <summary>Well formed, but not now: before registering, or twice what is done once.</summary>
    WrongState = 101,

    /// <summary>Over the rate; says when to try again.</summary>
    RateLimited = 102,

    /// <summary>A bad, missing or expired token, or a sender that is not the connection's own.</summary>
    AuthenticationFailed = 200,

    /// <summary>Known, but without the right.</summary>
    NotAllowed = 201,

    /// <summary>The other user has no connection here.</summary>
    PeerUnavailable = 300,

    /// <summary>The other side of a negotiation went without saying so.</summary>
    ConnectionLost = 301,

    /// <summary>An offer was not answered in time.</summary>
    SignalTimeout = 302,

    /// <summary>There is no room of that name.</summary>
    RoomNotFound = 303,

    /// <summary>The room has no zone of that name.</summary>
    ZoneNotFound = 304,

    /// <summary>The room has no object of that name.</summary>
    ObjectNotFound = 305,

    /// <summary>Something that was due did not come in time: the registration, a heartbeat.</summary>
    Timeout = 400,

    /// <summary>The server failed, or lacks what it would take.</summary>
    ServerFailure = 500,
}
