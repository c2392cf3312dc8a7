using Parley.Core.Messages;

namespace Parley.Protocols.World;

/// <summary>Topology: who is given TURN, which zones are on the SFU, and who is told of it.</summary>
internal sealed partial class WorldRoom
{
    private readonly TurnGrants grants = new(protocol.Options.TurnLifetime);

    /// <summary>Whether zones can be on the SFU now.</summary>
    public bool MediaAvailable => Rules.MediaAvailable;

    /// <summary>The topology of a zone in which nobody is yet.</summary>
    public ZoneTopology NewTopology(MapZone zone) => new(Options.Topology, Options.SfuAbove(zone));

    private void GiveTurn(Occupant occupant, string peerId)
    {
        if (occupant.Zone.Media.OnSfu)
        {
            occupant.Tell(OnSfu(WorldType.IceFailed));
            return;
        }

        if (!occupants.TryGetValue(peerId, out var peer) || peer.Zone != occupant.Zone)
        {
            occupant.Tell(Wrong("payload.peer_id", "is not in your zone", "peer_not_in_zone"));
            return;
        }

        if (Rules.RelayFor(occupant.User.Id) is not { } relay)
        {
            occupant.Tell(new ErrorEvent(ErrorCode.ServerFailure, "This server knows no TURN server.") { Reason = "turn_unavailable" });
        }
        else if (Rules.TurnRates?.TryTake(occupant.User.Id, out var wait) == false)
        {
            occupant.Tell(new ErrorEvent(ErrorCode.RateLimited, "You asked for TURN credentials too often. Use those you have.")
            {
                OffendingType = WorldType.IceFailed.Name(),
                RetryAfterMilliseconds = (int)wait.TotalMilliseconds,
            });
            return;
        }
        else
        {
            Give(occupant, relay);
            Give(peer, Rules.RelayFor(peer.User.Id)!);
        }

        // They needed it, whether there is any or not.
        var step = occupant.Zone.Media.NeededTurn(occupant.User.Id, peerId, protocol.Clock.Milliseconds, MediaAvailable);
        Apply(occupant.Zone, step);
        Keep(occupant);
    }

    private void Give(Occupant occupant, Parley.Core.Turn.IceServer relay)
    {
        // Whoever is away will say again that it does not work.
        if (!occupant.Tell(new TurnCredentialsGiven(relay))) return;
        grants.Given(occupant.User.Id, protocol.Clock.Milliseconds);
        Keep(occupant);
        Want(grants.DueAt);
    }

    private void RenewTurn(long now)
    {
        while (grants.TakeDue(now) is { } userId)
        {
            if (Rules.RelayFor(userId) is { } relay && occupants.TryGetValue(userId, out var occupant))
                occupant.Tell(new TurnCredentialsGiven(relay));
        }
    }

    private void TakeReport(Occupant occupant, ReportSfu report)
    {
        var zone = occupant.Zone;
        if (report.ZoneId != zone.Id)
        {
            occupant.Tell(map!.Zone(report.ZoneId) is null
                ? NoZone("payload.zone_id")
                : Wrong("payload.zone_id", "is not the zone you are in", "not_in_zone"));
        }
        else if (!zone.Media.OnSfu)
        {
            occupant.Tell(Wrong("payload.zone_id", "is not on the media server", "zone_not_on_sfu"));
        }
        else if (!report.Connected)
        {
            Apply(zone, zone.Media.Disconnected(occupant.User.Id, report.ByError, protocol.Clock.Milliseconds, MediaAvailable));
        }
        else if (zone.Media.TryConnect(occupant.User.Id))
        {
            Rules.Counts.ConnectedToSfu();
        }
    }

    /// <summary>Tells whom it concerns.</summary>
    private void Apply(Zone zone, TopologyStep step)
    {
        Rules.Counts.Changed(step.Change);
        Count(zone);
        if (step.Change != TopologyChange.None) Keep(zone);
        if (step.Change is TopologyChange.Demoted or TopologyChange.FellBack)
        {
            foreach (var occupant in zone.Occupants) occupant.Tell(new ZoneTransitioned(occupant));
        }

        Host(zone, step.Change);
        foreach (var userId in step.Promote) Promote(occupants[userId]);
        if (Rules.Media is not null) Want(zone.Media.DueAt(protocol.Clock.Milliseconds));
    }

    private void Promote(Occupant occupant)
    {
        grants.Forget(occupant.User.Id);
        if (occupant.Session is not { } session) return;
        var user = occupant.User;
        var token = Rules.SignSfu!(new SfuTicket(user.Id, user.DisplayName, user.WorkspaceId, Id.Key, occupant.Zone.Id));
        occupant.Tell(new PromoteToSfu(Options.SfuUrl ?? session.SfuUrl, token, occupant.Zone.Id));
    }

    private void Count(Zone zone)
    {
        MediaTopology? now = zone.Occupants.Count == 0 ? null
            : zone.Media.OnSfu ? MediaTopology.Sfu
            : zone.Media.NeededTurnCount > 0 ? MediaTopology.P2PTurn
            : MediaTopology.P2PDirect;
        Rules.Counts.Move(zone.CountedAs, now);
        zone.CountedAs = now;
    }
}
