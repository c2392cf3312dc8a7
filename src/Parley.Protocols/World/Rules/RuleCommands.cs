namespace Parley.Protocols.World;

/// <summary>Wants to use an object.</summary>
internal sealed record RequestObject(WorldSession Session, string ObjectId, string Action) : WorldCommand(Session);

/// <summary>Gives an object back.</summary>
/// <param name="Session">Who.</param>
/// <param name="ObjectId">Which.</param>
/// <param name="LockId">The lock by which it is held; empty where the client sent none, or no UUID.</param>
internal sealed record EndObject(WorldSession Session, string ObjectId, Guid LockId) : WorldCommand(Session);

/// <summary>Does not reach somebody in the zone.</summary>
internal sealed record ReportIceFailure(WorldSession Session, string PeerId) : WorldCommand(Session);

/// <summary>Is connected to the SFU, or not any more.</summary>
/// <param name="Session">Who.</param>
/// <param name="ZoneId">In whose room.</param>
/// <param name="Connected">Whether it is.</param>
/// <param name="ByError">If not: whether it was lost.</param>
internal sealed record ReportSfu(WorldSession Session, string ZoneId, bool Connected, bool ByError) : WorldCommand(Session);

/// <summary>Wants to mute, remove or kick somebody.</summary>
/// <param name="Session">Who.</param>
/// <param name="Type">Which of the three.</param>
/// <param name="TargetId">Whom.</param>
/// <param name="Place">The zone to remove from, the world to kick from; empty for a mute.</param>
/// <param name="Seconds">How long a mute lasts.</param>
internal sealed record Moderate(WorldSession Session, WorldType Type, string TargetId, string Place, int Seconds)
    : WorldCommand(Session);
