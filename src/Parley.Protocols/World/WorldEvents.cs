using Parley.Core.Messages;
using Parley.Core.Resuming;

namespace Parley.Protocols.World;

/// <summary>Accepts a connection.</summary>
internal sealed class Connected(WorldUser user, string serverVersion, ResumeAnswer? resume) : Event
{
    public override MessageKind Kind => MessageKind.Register;

    public WorldUser User => user;

    public string ServerVersion => serverVersion;

    /// <summary>For a client that asked for resuming.</summary>
    public ResumeAnswer? Resume => resume;
}

/// <summary>Somebody and where.</summary>
/// <param name="User">Who.</param>
/// <param name="Presence">Where, and doing what.</param>
/// <param name="MutedFor">How long a mute still holds, in seconds; <c>null</c> for who is not muted.</param>
internal sealed record Seen(WorldUser User, Presence Presence, int? MutedFor)
{
    public static Seen Of(Occupant occupant) =>
        new(occupant.User, occupant.Presence, occupant.Zone.World.MutedFor(occupant));

    /// <summary>Everybody in the zone but one.</summary>
    public static IReadOnlyList<Seen> Others(Occupant self) => [.. self.Zone.Occupants.Where(o => o != self).Select(Of)];
}

/// <summary>A zone as it is named to clients.</summary>
internal sealed record ZoneName(string Id, ZoneType Type, string WorldId)
{
    public static ZoneName Of(Zone zone) => new(zone.Id, zone.Map.Type, zone.World.Id.Key);
}

/// <summary>Where one is who has come into a world, and with whom.</summary>
internal sealed class WorldState(Occupant self, string version) : Event
{
    public override MessageKind Kind => MessageKind.Register;

    public ZoneName Zone { get; } = ZoneName.Of(self.Zone);

    public MediaTopology Topology { get; } = self.Zone.Topology;

    public Seen Self { get; } = Seen.Of(self);

    public IReadOnlyList<Seen> Peers { get; } = Seen.Others(self);

    /// <summary>Which objects of the zone are held, and by whom.</summary>
    public IReadOnlyList<ObjectLock> Objects { get; } = self.Zone.World.HeldIn(self.Zone);

    /// <summary>Whether there is a media server at all; otherwise every zone stays P2P.</summary>
    public bool SfuAvailable { get; } = self.Zone.World.MediaAvailable;

    /// <summary>The map's version, so that who draws it knows which one to fetch.</summary>
    public string Version => version;
}

/// <summary>Somebody came into the zone.</summary>
internal sealed class PeerJoined(Occupant occupant) : Event
{
    public override MessageKind Kind => MessageKind.Presence;

    public Seen Peer { get; } = Seen.Of(occupant);
}

/// <summary>Somebody left the zone.</summary>
internal sealed class PeerLeft(string userId) : Event
{
    public override MessageKind Kind => MessageKind.Presence;

    public string UserId => userId;
}

/// <summary>Where one is who has changed zone, and with whom.</summary>
internal sealed class ZoneTransitioned(Occupant self) : Event
{
    /// <summary>Which objects of the zone are held, and by whom.</summary>
    public IReadOnlyList<ObjectLock> Objects { get; } = self.Zone.World.HeldIn(self.Zone);

    public override MessageKind Kind => MessageKind.Move;

    public ZoneName Zone { get; } = ZoneName.Of(self.Zone);

    public MediaTopology Topology { get; } = self.Zone.Topology;

    public Seen Self { get; } = Seen.Of(self);

    public IReadOnlyList<Seen> Peers { get; } = Seen.Others(self);
}

/// <summary>Where one is, where a client believed something else.</summary>
internal sealed class PositionCorrection(WirePosition position, MoveFault reason) : Event
{
    public override MessageKind Kind => MessageKind.Move;

    public WirePosition Position => position;

    public MoveFault Reason => reason;
}
