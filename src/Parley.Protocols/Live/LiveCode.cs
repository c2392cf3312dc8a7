namespace Parley.Protocols.Live;

/// <summary>The codes of acks: <c>c</c>.</summary>
public enum LiveCode
{
    /// <summary>Done.</summary>
    Ok = 200,

    /// <summary>The server, or a media server, failed or is full: whether to try again or to leave, the message says.</summary>
    ServerFailed = 500,

    /// <summary>Not the protocol's form, or not possible now.</summary>
    InvalidSignal = 2001,

    /// <summary>Not in a room of this channel.</summary>
    UnsupportedChannel = 2002,

    /// <summary>There is no such room.</summary>
    RoomNotFound = 4001,

    /// <summary>The sender, or whom it is about, is not in the room.</summary>
    NotMember = 4002,

    /// <summary>The one it is for is not in the room.</summary>
    RecipientNotMember = 4003,

    /// <summary>A room of that name is there already.</summary>
    RoomExists = 4022,

    /// <summary>Who it is about publishes already.</summary>
    AlreadyPublisher = 4023,

    /// <summary>The one it is for was in the room, and left.</summary>
    UserLeft = 4024,

    /// <summary>Not this one's to do.</summary>
    PermissionDenied = 4051,
}
