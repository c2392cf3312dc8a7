using Parley.Core.Messages;
using Parley.Core.Rooms;

namespace Parley.Protocols.World;

/// <summary>Where the rules for objects, topology and moderation meet what happens in the world.</summary>
internal sealed partial class WorldRoom
{
    private WorldRules Rules => protocol.Rules;

    partial void MayEnter(WorldUser user, ref ErrorEvent? refusal) => refusal = BanOf(user.Id);

    partial void MayNegotiate(Occupant occupant, WorldType type, ref ErrorEvent? refusal) =>
        refusal = type == WorldType.SdpOffer ? MuteOf(occupant) : null;

    partial void Entered(Occupant occupant)
    {
        var zone = occupant.Zone;
        Apply(zone, zone.Media.Entered(occupant.User.Id, protocol.Clock.Milliseconds, MediaAvailable));
        Rehost(zone);
    }

    partial void Returned(Occupant occupant)
    {
        // The new connection knows none of the lock ids that the old one was given.
        ReleaseObjects(occupant);
        Entered(occupant);
    }

    partial void Lost(Occupant occupant)
    {
        ReleaseObjects(occupant);
        grants.Forget(occupant.User.Id);
    }

    partial void Away(Occupant occupant) => ReleaseObjects(occupant);

    partial void Updated(Occupant occupant, bool moved)
    {
        var holds = locks.Renew(occupant.User.Id, occupant.UpdatedAt);
        if (holds && moved) ReleaseOutOfReach(occupant);
    }

    partial void Left(Occupant occupant, Zone zone)
    {
        ReleaseObjects(occupant, zone);
        grants.Forget(occupant.User.Id);
        Apply(zone, zone.Media.Left(occupant.User.Id, protocol.Clock.Milliseconds, MediaAvailable));
        Rehost(zone);
    }

    partial void Swapped(WorldMap swapped)
    {
        ReleaseMissing(swapped);
        foreach (var zone in zones.Values)
        {
            zone.Media.SfuAbove = Options.SfuAbove(zone.Map);
            Apply(zone, zone.Media.Due(protocol.Clock.Milliseconds, MediaAvailable));
            Rehost(zone);
        }
    }

    partial void RulesDue(long now, ref long next)
    {
        ExpireObjects(now);
        ExpireMutes(now);
        banned.Expire(now);
        RenewTurn(now);
        foreach (var zone in zones.Values)
        {
            if (zone.Occupants.Count > 0 || zone.Media.OnSfu)
            {
                Apply(zone, zone.Media.Due(now, MediaAvailable));
                if (Rules.Media is not null) next = Math.Min(next, zone.Media.DueAt(now));
            }

            next = Math.Min(next, HostingDue(zone, now));
        }

        next = Math.Min(Math.Min(next, locks.DueAt), Math.Min(grants.DueAt, Math.Min(muted.DueAt, banned.DueAt)));
    }

    partial void HandleRule(Command command, ref bool taken)
    {
        taken = command is WorldCommand or ApplyModeration;
        if (command is ApplyModeration moderated) Apply(moderated.Change);
        if (command is not WorldCommand asked || Find(asked) is not { } occupant) return;
        switch (asked)
        {
            case RequestObject request:
                Request(occupant, request);
                break;
            case EndObject end:
                End(occupant, end);
                break;
            case ReportIceFailure failure:
                GiveTurn(occupant, failure.PeerId);
                break;
            case ReportSfu report:
                TakeReport(occupant, report);
                break;
            case Moderate moderation:
                Moderate(occupant, moderation);
                break;
            default:
                taken = false;
                break;
        }
    }

    /// <summary>The room wants to be called by then.</summary>
    private void Want(long dueAt) => DueAt = Math.Min(DueAt, dueAt);
}
