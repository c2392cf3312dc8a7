using System.Globalization;
using System.Text;

namespace Parley.Protocols.World;

/// <summary>
/// Several nodes: a world is copied nowhere, but each session keeps what it would have to be opened with elsewhere, and of
/// that the world is made again. Nobody sees anybody leave by it, and objects stay held by the same locks.
/// </summary>
internal sealed partial class WorldRoom
{
    /// <summary>Where somebody walks is kept this often, in milliseconds: not at each of fifteen steps a second.</summary>
    private const long KeptEvery = 1000;

    private readonly List<Occupant> changed = [];

    /// <summary>Something has changed of what has to be known of this one elsewhere.</summary>
    private void Keep(Occupant occupant)
    {
        if (occupant.IsChanged || occupant.Keeper is not { IsRemembered: true }) return;
        occupant.IsChanged = true;
        changed.Add(occupant);
    }

    /// <summary>The same of everybody in a zone.</summary>
    private void Keep(Zone zone)
    {
        foreach (var occupant in zone.Present) Keep(occupant);
    }

    /// <summary>It took a step, or only looks elsewhere.</summary>
    /// <param name="occupant">Who.</param>
    /// <param name="at">In milliseconds of the clock.</param>
    /// <param name="atOnce">Whether it is more than one step of many.</param>
    private void KeepStep(Occupant occupant, long at, bool atOnce)
    {
        if (atOnce || at - occupant.KeptAt >= KeptEvery)
        {
            Keep(occupant);
        }
        else
        {
            occupant.IsStale = true;
            Want(occupant.KeptAt + KeptEvery);
        }
    }

    /// <summary>When its last steps are to be kept. Those that are due are.</summary>
    private long KeepingDue(Occupant occupant, long now)
    {
        if (!occupant.IsStale) return long.MaxValue;
        if (occupant.KeptAt + KeptEvery > now) return occupant.KeptAt + KeptEvery;
        Keep(occupant);
        return long.MaxValue;
    }

    /// <summary>All that changed, once for each.</summary>
    private void TellKeepers()
    {
        foreach (var occupant in changed)
        {
            (occupant.IsChanged, occupant.IsStale, occupant.KeptAt) = (false, false, protocol.Clock.Milliseconds);
            if (IsHere(occupant)) occupant.Keeper?.RememberPlace(PlaceOf(occupant));
        }

        changed.Clear();
    }

    /// <summary>Its session has no place here any more.</summary>
    private static void Unkeep(Occupant occupant)
    {
        occupant.Keeper?.RememberPlace(null);
        Await(occupant, null);
    }

    /// <summary>Keeps the place for a session whose connection was lost, or no longer.</summary>
    private static void Await(Occupant occupant, WorldSession? session)
    {
        if (occupant.Awaited is { } before) before.IsAwaited = false;
        occupant.Awaited = session;
        if (session is not null) session.IsAwaited = true;
    }

    private bool IsHere(Occupant occupant) => occupants.GetValueOrDefault(occupant.User.Id) == occupant;

    private WorldPlace PlaceOf(Occupant occupant)
    {
        ref var presence = ref occupant.Presence;
        var muteLeft = muted.Remaining(occupant.User.Id, protocol.Clock.Milliseconds);
        return new WorldPlace(
            occupant.Zone.Id,
            Encoding.UTF8.GetString(presence.Position.X.Span),
            Encoding.UTF8.GetString(presence.Position.Y.Span),
            Encoding.UTF8.GetString(presence.Facing.Span),
            (byte)presence.Stance,
            double.IsFinite(occupant.MovedAt) ? occupant.MovedAt : null,
            [.. locks.HeldBy(occupant.User.Id).Select(l => new HeldObject(l.ObjectId, l.LockId))],
            muteLeft > 0 ? protocol.Clock.UtcNow.AddMilliseconds(muteLeft) : null,
            occupant.Zone.Media.HasNeededTurn(occupant.User.Id),
            grants.Has(occupant.User.Id),
            occupant.Zone.Media.OnSfu);
    }

    private static Presence PresenceAt(WorldPlace place)
    {
        var presence = new Presence { Stance = (Stance)place.State };
        WireText.TryTake(Encoding.UTF8.GetBytes(place.X), out presence.Position.X);
        WireText.TryTake(Encoding.UTF8.GetBytes(place.Y), out presence.Position.Y);
        WireText.TryTake(Encoding.UTF8.GetBytes(place.Facing), out presence.Facing);
        presence.Position.Value = new Position(
            double.Parse(place.X, CultureInfo.InvariantCulture), double.Parse(place.Y, CultureInfo.InvariantCulture));
        return presence;
    }

    /// <summary>Somebody is where it was. Nobody is told anything: what there is to say is said when it settles in.</summary>
    private void Restore(WorldSession session, WorldPlace place)
    {
        var user = session.User!;
        map ??= protocol.Worlds.Find(Id.Key);
        if (map is null || map.WorkspaceId != user.WorkspaceId) return;
        if (occupants.TryGetValue(user.Id, out var known) && !TryYield(known, session)) return;

        var now = protocol.Clock.Milliseconds;
        var zone = ZoneOf(map.Zone(place.ZoneId) ?? map.SpawnZone);
        var occupant = new Occupant(user, session, zone)
        {
            Presence = PresenceAt(place),
            Stride = Stride.AfterSilence(Options, now),
            UpdatedAt = now,
            KeptAt = now,
            MovedAt = place.MovedAt ?? double.NegativeInfinity,
            Restored = place,
            IsUncertain = true,
        };
        if (zone.Id != place.ZoneId) occupant.Presence.Position = WirePosition.Of(FreePlace(zone, map.Spawn) ?? map.Spawn);
        occupants.Add(user.Id, occupant);
        zone.Restore(occupant);
        Take(occupant.Presence.Position.Value.Tile);
        RestoreRules(occupant, place, now);
        DueAt = Math.Min(DueAt, now);
        Keep(occupant);
    }

    /// <summary>Of two connections of one user the later one counts; the end of the other one is on its way.</summary>
    private bool TryYield(Occupant known, WorldSession session)
    {
        if (known.Session is { } other && other.Since.CompareTo(session.Since) > 0)
        {
            session.Supersede();
            return false;
        }

        known.Session?.Supersede();
        Await(known, null);
        occupants.Remove(known.User.Id);
        Release(known.Presence.Position.Value.Tile);
        known.Zone.Remove(known);
        locks.ReleaseAll(known.User.Id);
        known.Zone.Media.Left(known.User.Id, protocol.Clock.Milliseconds, MediaAvailable);
        return true;
    }

    private void RestoreRules(Occupant occupant, WorldPlace place, long now)
    {
        var (userId, zone) = (occupant.User.Id, occupant.Zone);
        foreach (var held in place.Held)
        {
            if (map!.Object(held.ObjectId) is { Single: true }) locks.Restore(new ObjectLock(held.ObjectId, userId, held.LockId), now);
        }

        Want(locks.DueAt);
        if (place.MutedUntil is { } until && (long)(until - protocol.Clock.UtcNow).TotalMilliseconds is var left and > 0
            && left > muted.Remaining(userId, now))
        {
            muted.Put(userId, now + left);
            Want(muted.DueAt);
        }

        zone.Media.Restore(userId, place.NeededTurn, now);
        Count(zone);
    }

    /// <summary>The client is told what could not be told while the world was made anew.</summary>
    private void SettleIn(Occupant occupant)
    {
        if (occupant.Restored is not { } place) return;
        occupant.Restored = null;
        // A zone that was on the SFU begins with P2P, as after the loss of a media server.
        if (place.OnSfu || place.ZoneId != occupant.Zone.Id) occupant.Tell(new ZoneTransitioned(occupant));
        else if (map!.Blocks(occupant.Presence.Position.Value.Tile)) Settle(occupant);
        if (place.HasTurn && Rules.RelayFor(occupant.User.Id) is { } relay) Give(occupant, relay);
        // Where others went meanwhile it may have missed, and it gets all of it again.
        occupant.Zone.TellAgain(occupant);
        Apply(occupant.Zone, occupant.Zone.Media.Entered(occupant.User.Id, protocol.Clock.Milliseconds, MediaAvailable));
        Rehost(occupant.Zone);
        Keep(occupant);
    }
}
