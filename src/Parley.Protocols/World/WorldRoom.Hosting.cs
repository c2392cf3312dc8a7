using Parley.Core.Rooms;
using Parley.Protocols.Live;

namespace Parley.Protocols.World;

/// <summary>
/// The media of zones on the SFU: each has a live room, in which those who are in the zone may be, and nobody else. A token
/// lets somebody knock there; whether the door is opened is said here, and said anew when somebody comes, goes or is muted.
/// </summary>
internal sealed partial class WorldRoom
{
    /// <summary>So long a room outlives its zone's way back, so that people hear each other until their mesh is up; milliseconds.</summary>
    private const int HostedAfterwards = 5000;

    private readonly List<Zone> rehosted = [];

    partial void HostZones(Forwards forwards)
    {
        foreach (var zone in rehosted) forwards.Add(LiveScope.RoomOfZone(Id.Key, zone.Id), WishFor(zone));
        rehosted.Clear();
    }

    /// <summary>The zone's room begins, or goes on for a little while, or ends, as its topology did.</summary>
    private void Host(Zone zone, TopologyChange change)
    {
        if (change == TopologyChange.None) return;
        zone.HostedUntil = change switch
        {
            TopologyChange.Promoted => long.MaxValue,
            TopologyChange.Demoted => protocol.Clock.Milliseconds + HostedAfterwards,
            // What was there is lost with the media server.
            _ => protocol.Clock.Milliseconds,
        };
        Want(zone.HostedUntil);
        Rehost(zone);
    }

    /// <summary>Something of what the zone's room has to know has changed.</summary>
    private void Rehost(Zone zone)
    {
        if (zone.HostedUntil != Zone.NotHosted && !rehosted.Contains(zone)) rehosted.Add(zone);
    }

    /// <summary>When the zone's room is to end. What was to end by now, does.</summary>
    private long HostingDue(Zone zone, long now)
    {
        if (zone.HostedUntil > now) return zone.HostedUntil;
        Rehost(zone);
        return long.MaxValue;
    }

    private HostZone WishFor(Zone zone)
    {
        var people = new Dictionary<string, bool>();
        if (zone.HostedUntil > protocol.Clock.Milliseconds)
        {
            foreach (var occupant in zone.Occupants) people.Add(occupant.User.Id, IsMuted(occupant));
        }
        else
        {
            zone.HostedUntil = Zone.NotHosted;
        }

        // Who is sent into a full zone is let in.
        return new HostZone(Rules.Uuids.Next(), Math.Max(Options.CapacityOf(zone.Map), people.Count), people);
    }
}
