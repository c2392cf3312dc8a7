using Parley.Core.Messages;
using Parley.Core.Rooms;

namespace Parley.Protocols.World;

/// <summary>What somebody in a world asks of it, by a connection.</summary>
internal abstract record WorldCommand(WorldSession Session) : Command(Session)
{
    /// <summary>Who asks. Is heard only while the world knows this connection as the user's.</summary>
    public string UserId => Session.User!.Id;
}

/// <summary>Comes in, or comes back.</summary>
internal sealed record JoinWorld(WorldSession Session) : WorldCommand(Session);

/// <summary>Goes.</summary>
/// <param name="Session">Whose connection ends.</param>
/// <param name="OnPurpose">Otherwise it was lost, and may come back.</param>
internal sealed record LeaveWorld(WorldSession Session, bool OnPurpose) : WorldCommand(Session);

/// <summary>The connection was lost, and the session is kept: what it is told is kept for the client.</summary>
internal sealed record AwayFromWorld(WorldSession Session) : WorldCommand(Session);

/// <summary>The session's client is back.</summary>
internal sealed record BackInWorld(WorldSession Session) : WorldCommand(Session);

/// <summary>Was in the world when it lived on another node.</summary>
/// <param name="Session">Who.</param>
/// <param name="Place">Where.</param>
internal sealed record RestoreInWorld(WorldSession Session, WorldPlace Place) : WorldCommand(Session);

/// <summary>Has been told nothing since it was in the world again, and can be now.</summary>
internal sealed record SettleInWorld(WorldSession Session) : WorldCommand(Session);

/// <summary>The session's client did not get all presence that was sent to it.</summary>
internal sealed record PresenceLost(WorldSession Session) : WorldCommand(Session);

/// <summary>An offer, an answer or a candidate for somebody in the same zone.</summary>
internal sealed record SignalPeer(WorldSession Session, WorldType Type, Signal Signal) : WorldCommand(Session);

/// <summary>
/// Where somebody is, wants to be, or which zone it wants to change to. A session has one such command and uses it again
/// for each message, so that the steady stream of them allocates nothing: whoever handles it keeps no reference to it.
/// </summary>
internal sealed record Move(WorldSession Session) : WorldCommand(Session)
{
    /// <summary>Which of the three.</summary>
    public WorldType Type;

    /// <summary>What was sent; read anew for each message.</summary>
    public MovePayload Payload;
}

/// <summary>It is time to tell a zone what changed in it. A zone has one such command.</summary>
internal sealed record TellPresence(Zone Zone) : Command(Sender: null);

/// <summary>The world's map was changed, or taken away.</summary>
internal sealed record SwapMap(WorldMap? Map) : Command(Sender: null);
