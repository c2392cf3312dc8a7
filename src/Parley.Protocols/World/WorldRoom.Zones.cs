using Parley.Core.Messages;

namespace Parley.Protocols.World;

/// <summary>Zones: coming into one, leaving it, changing to another, and what becomes of all when the map is swapped.</summary>
internal sealed partial class WorldRoom
{
    private Zone ZoneOf(MapZone zone)
    {
        if (!zones.TryGetValue(zone.Id, out var live)) zones[zone.Id] = live = new Zone(this, zone);
        return live;
    }

    private bool IsFull(Zone zone) => zone.Occupants.Count >= Options.CapacityOf(zone.Map);

    /// <summary>The occupant is in its zone from now on, and the others there learn of it.</summary>
    private void Arrive(Occupant occupant)
    {
        var zone = occupant.Zone;
        zone.Tell(new PeerJoined(occupant));
        zone.Add(occupant);
        Take(occupant.Presence.Position.Value.Tile);
        Entered(occupant);
        Keep(occupant);
    }

    /// <summary>The occupant is in no zone, and those who remain learn of it.</summary>
    private void Depart(Occupant occupant)
    {
        var zone = occupant.Zone;
        Release(occupant.Presence.Position.Value.Tile);
        zone.Remove(occupant);
        zone.Tell(new PeerLeft(occupant.User.Id));
        Left(occupant, zone);
    }

    private void ChangeZone(Occupant occupant, in MovePayload asked)
    {
        if (RefusalOf(occupant, asked, out var target) is { } refusal)
        {
            occupant.Tell(refusal);
            return;
        }

        if (FaultOf(asked.Position.Value.Tile, occupant, target!) is var fault and not MoveFault.None)
        {
            occupant.Tell(new PositionCorrection(occupant.Presence.Position, fault));
            return;
        }

        occupant.UpdatedAt = protocol.Clock.Milliseconds;
        Transfer(occupant, ZoneOf(target!), asked.Position);
    }

    private ErrorEvent? RefusalOf(Occupant occupant, in MovePayload asked, out MapZone? target)
    {
        target = map!.Zone(asked.ToZoneId!);
        if (map.Zone(asked.ZoneId!) is null) return NoZone("payload.from_zone_id");
        if (target is null) return NoZone("payload.to_zone_id");
        if (asked.ZoneId != occupant.Zone.Id) return Wrong("payload.from_zone_id", "is not the zone you are in", "not_in_zone");
        if (target.Id == occupant.Zone.Id) return Wrong("payload.to_zone_id", "is the zone you are in", "in_zone_already");
        if (map.Contains(asked.Position.Value.Tile) && map.ZoneAt(asked.Position.Value.Tile) != target)
            return Wrong("payload.position", "does not lie in that zone", "position_not_in_zone");
        if (!target.Admits(occupant.User.Roles))
            return new ErrorEvent(ErrorCode.NotAllowed, "The doors of this zone are closed to your roles.") { Reason = "door_closed" };
        return zones.TryGetValue(target.Id, out var live) && IsFull(live) ? Full("This zone has as many people as it takes.") : null;
    }

    /// <summary>One step: gone from the one zone, in the other, and told of those who are there.</summary>
    private void Transfer(Occupant occupant, Zone target, in WirePosition position)
    {
        Depart(occupant);
        occupant.Zone = target;
        occupant.Presence.Position = position;
        occupant.Tell(new ZoneTransitioned(occupant));
        Arrive(occupant);
    }

    private static ErrorEvent NoZone(string field) =>
        new(ErrorCode.ZoneNotFound, $"{field}: this world has no such zone.") { Field = field };

    private static ErrorEvent Wrong(string field, string what, string reason) =>
        new(ErrorCode.InvalidMessage, $"{field}: {what}.") { Field = field, Reason = reason };

    private void Swap(WorldMap? swapped)
    {
        if (map is null) return;
        if (swapped is null || swapped.WorkspaceId != map.WorkspaceId)
        {
            Close();
            return;
        }

        map = swapped;
        foreach (var (id, zone) in zones.ToArray())
        {
            if (swapped.Zone(id) is { } mapZone) zone.Map = mapZone;
            else zones.Remove(id);
        }

        foreach (var occupant in occupants.Values) Settle(occupant);
        Swapped(swapped);
    }

    /// <summary>The world is gone: nobody is in it any more, and each is told.</summary>
    private void Close()
    {
        map = null;
        foreach (var occupant in occupants.Values.ToArray())
        {
            Unkeep(occupant);
            occupants.Remove(occupant.User.Id);
            Release(occupant.Presence.Position.Value.Tile);
            occupant.Zone.Remove(occupant);
            occupant.Tell(new ErrorEvent(ErrorCode.RoomNotFound, "This world was taken away.") { Reason = "world_gone" });
            Left(occupant, occupant.Zone);
        }

        zones.Clear();
    }

    /// <summary>Lets somebody stand on the new map: in the same zone while there is one, and on a free tile.</summary>
    private void Settle(Occupant occupant)
    {
        var place = occupant.Presence.Position.Value;
        if (map!.Zone(occupant.Zone.Id) is null)
        {
            // Whoever is sent there is not turned away because it is full.
            var zone = ZoneOf(map.SpawnZone);
            Transfer(occupant, zone, WirePosition.Of(FreePlace(zone, map.Spawn) ?? map.Spawn));
        }
        else if (map.Blocks(place.Tile))
        {
            Put(occupant, WirePosition.Of(FreePlace(occupant.Zone, place) ?? AnyPlace(place) ?? map.Spawn));
            Touch(occupant);
            Keep(occupant);
            occupant.Tell(new PositionCorrection(occupant.Presence.Position, MoveFault.Collision));
        }
    }
}
