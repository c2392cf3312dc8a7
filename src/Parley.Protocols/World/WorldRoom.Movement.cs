using System.Runtime.InteropServices;

namespace Parley.Protocols.World;

/// <summary>Movement: what a step may be, and who stands where.</summary>
internal sealed partial class WorldRoom
{
    /// <summary>How many people stand on each tile that has any.</summary>
    private readonly Dictionary<Tile, int> standing = [];

    private void Move(Occupant occupant, Move command)
    {
        if (command.Type == WorldType.ZoneTransition) ChangeZone(occupant, command.Payload);
        else if (command.Type == WorldType.MoveIntent) Step(occupant, command.Payload);
        else Update(occupant, command.Payload);
    }

    /// <summary>A <c>MOVE_INTENT</c>.</summary>
    private void Step(Occupant occupant, in MovePayload asked)
    {
        var now = protocol.Clock.Milliseconds;
        var fault = asked.Timestamp < occupant.MovedAt ? MoveFault.Invalid : FaultOf(occupant, asked.Position.Value, now);
        if (fault != MoveFault.None)
        {
            occupant.Tell(new PositionCorrection(occupant.Presence.Position, fault));
            return;
        }

        (occupant.MovedAt, occupant.UpdatedAt) = (asked.Timestamp, now);
        var moved = Walk(occupant, asked.Position);
        if (moved)
        {
            Touch(occupant);
            KeepStep(occupant, now, atOnce: false);
        }

        Updated(occupant, moved);
    }

    /// <summary>A <c>PRESENCE_UPDATE</c>: nobody gets farther by saying where they are than by asking.</summary>
    private void Update(Occupant occupant, in MovePayload asked)
    {
        if (asked.ZoneId != occupant.Zone.Id)
        {
            occupant.Tell(map!.Zone(asked.ZoneId!) is null
                ? NoZone("payload.zone_id")
                : Wrong("payload.zone_id", "is not the zone you are in", "not_in_zone"));
            return;
        }

        var now = protocol.Clock.Milliseconds;
        if (FaultOf(occupant, asked.Position.Value, now) is var fault and not MoveFault.None)
        {
            occupant.Tell(new PositionCorrection(occupant.Presence.Position, fault));
            return;
        }

        occupant.UpdatedAt = now;
        var moved = Walk(occupant, asked.Position);
        var before = occupant.Presence.Stance;
        if (Look(occupant, asked) | moved)
        {
            Touch(occupant);
            // Who stops may say nothing more for long.
            KeepStep(occupant, now, atOnce: before != asked.Stance);
        }

        if (asked.Stance == Stance.Walking) DueAt = Math.Min(DueAt, now + (long)Options.IdleAfter.TotalMilliseconds);
        Updated(occupant, moved);
    }

    /// <summary>Whether facing or state changed.</summary>
    private static bool Look(Occupant occupant, in MovePayload asked)
    {
        ref var presence = ref occupant.Presence;
        if (presence.Stance == asked.Stance && presence.Facing.Span.SequenceEqual(asked.Facing.Span)) return false;
        (presence.Stance, presence.Facing) = (asked.Stance, asked.Facing);
        return true;
    }

    /// <summary>Takes the way that was found good. Whether it led anywhere.</summary>
    private bool Walk(Occupant occupant, in WirePosition position)
    {
        var from = occupant.Presence.Position.Value;
        occupant.IsUncertain = false;
        if (from == position.Value) return false;

        occupant.Stride.Take(Distance(from, position.Value));
        Put(occupant, position);
        return true;
    }

    /// <summary>Puts somebody somewhere, whatever the way.</summary>
    private void Put(Occupant occupant, in WirePosition position)
    {
        var (from, to) = (occupant.Presence.Position.Value.Tile, position.Value.Tile);
        if (from != to)
        {
            Release(from);
            Take(to);
        }

        occupant.Presence.Position = position;
    }

    private MoveFault FaultOf(Occupant occupant, Position to, long now)
    {
        var from = occupant.Presence.Position.Value;
        if (from == to) return MoveFault.None;
        if (map!.Blocks(to.Tile)) return MoveFault.Collision;

        var distance = Distance(from, to);
        if (!occupant.Stride.Reaches(distance, Options, now)) return MoveFault.Invalid;
        // It may have come round a corner before this step, while the world lived on another node.
        if (!occupant.IsUncertain)
        {
            if (!map.IsStraightWayFree(from, to)) return MoveFault.Collision;
            if (!MayPass(occupant, from, to)) return MoveFault.Invalid;
        }

        return IsTaken(to.Tile, occupant) ? MoveFault.Occupied : MoveFault.None;
    }

    /// <summary>What keeps somebody from arriving on a tile of another zone.</summary>
    private MoveFault FaultOf(Tile tile, Occupant occupant, MapZone zone) =>
        map!.Blocks(tile) ? MoveFault.Collision
        : !Shares(zone) && IsTaken(tile, occupant) ? MoveFault.Occupied
        : MoveFault.None;

    /// <summary>
    /// A door holds up those who are not in the zone behind it yet. One may step off a door though, that was shut while one
    /// stood in it.
    /// </summary>
    private bool MayPass(Occupant occupant, Position from, Position to)
    {
        if (map!.Doors.Count == 0) return true;
        foreach (var tile in new StraightWay(from, to))
        {
            if (tile != from.Tile && map.DoorAt(tile) is { } door && door.LeadsTo.Id != occupant.Zone.Id
                && !door.Admits(occupant.User.Roles)) return false;
        }

        return true;
    }

    private bool IsTaken(Tile tile, Occupant self) =>
        standing.ContainsKey(tile) && tile != self.Presence.Position.Value.Tile
        && !(map!.ZoneAt(tile) is { } zone && Shares(zone));

    private static bool Shares(MapZone zone) => zone.Overrides.SharedTiles ?? false;

    private void Take(Tile tile) => CollectionsMarshal.GetValueRefOrAddDefault(standing, tile, out _)++;

    private void Release(Tile tile)
    {
        if (--CollectionsMarshal.GetValueRefOrNullRef(standing, tile) == 0) standing.Remove(tile);
    }

    /// <summary>The free tile of a zone that is nearest to a position; the position itself where its tile is free.</summary>
    private Position? FreePlace(Zone zone, Position near)
    {
        var shares = Shares(zone.Map);
        return !shares && IsCrowded(zone.Map)
            ? null
            : NearestFree(near, tile => map!.ZoneAt(tile) != zone.Map || (!shares && standing.ContainsKey(tile)));
    }

    /// <summary>
    /// Whether somebody stands on every tile of it: then a free one is not looked for, which would go over the whole map,
    /// under the world's lock, once for each who wants to come in.
    /// </summary>
    private bool IsCrowded(MapZone zone) =>
        standing.Count >= zone.Places && standing.Keys.Count(t => map!.ZoneAt(t) == zone && map.DoorAt(t) is null) >= zone.Places;

    private Position? AnyPlace(Position near) => NearestFree(near, standing.ContainsKey);

    private Position? NearestFree(Position near, Func<Tile, bool> taken) =>
        map!.NearestFree(near.Tile, taken) is { } tile ? tile == near.Tile ? near : tile.Center : null;

    private static double Distance(Position from, Position to)
    {
        var (x, y) = (to.X - from.X, to.Y - from.Y);
        return Math.Sqrt((x * x) + (y * y));
    }
}
