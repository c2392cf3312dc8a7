using Parley.Core.Messages;
using Parley.Core.Turn;

namespace Parley.Protocols.World;

/// <summary>An object may be used.</summary>
/// <param name="objectId">Which.</param>
/// <param name="lockId">The fencing token; <c>null</c> for an object that everybody may use at once.</param>
internal sealed class InteractGranted(string objectId, Guid? lockId) : Event
{
    public override MessageKind Kind => MessageKind.Interaction;

    public string ObjectId => objectId;

    public Guid? LockId => lockId;
}

/// <summary>An object may not be used.</summary>
internal sealed class InteractDenied(string objectId, string reason) : Event
{
    public const string Occupied = "occupied";
    public const string Invalid = "invalid";
    public const string Unauthorized = "unauthorized";

    public override MessageKind Kind => MessageKind.Interaction;

    public string ObjectId => objectId;

    public string Reason => reason;
}

/// <summary>Somebody holds an object now, or nobody does.</summary>
internal sealed class ObjectOccupied(string objectId, string? userId) : Event
{
    public override MessageKind Kind => MessageKind.Interaction;

    public string ObjectId => objectId;

    public string? UserId => userId;
}

/// <summary>Somebody is muted.</summary>
internal sealed class UserMuted(string userId, int seconds) : Event
{
    public override MessageKind Kind => MessageKind.Signal;

    public string UserId => userId;

    public int Seconds => seconds;
}

/// <summary>How to be relayed.</summary>
internal sealed class TurnCredentialsGiven(IceServer relay) : Event
{
    public override MessageKind Kind => MessageKind.Signal;

    public IceServer Relay => relay;
}

/// <summary>Sends somebody to the SFU.</summary>
internal sealed class PromoteToSfu(string url, string token, string zoneId) : Event
{
    public override MessageKind Kind => MessageKind.Signal;

    public string Url => url;

    public string Token => token;

    public string ZoneId => zoneId;
}
