using Parley.Core.Messages;
using Parley.Core.Rooms;

namespace Parley.Protocols.World;

/// <summary>
/// The live side of a world: who is in which of its zones, and where. One lock for all zones of it, so that whatever
/// touches two of them is one step; see docs/decisions/0009-a-world-is-a-room.md. Here: coming, going and time; the other
/// files have what people do, and docs/protocols/world.md says what they are told.
/// </summary>
internal sealed partial class WorldRoom(WorldProtocol protocol) : Room
{
    /// <summary>The room's kind.</summary>
    public const string Kind = "world";

    private readonly Dictionary<string, Occupant> occupants = [];
    private readonly Dictionary<string, Zone> zones = [];
    private WorldMap? map;

    /// <inheritdoc/>
    protected override bool IsEmpty => occupants.Count == 0 && !Remembers;

    private WorldOptions Options => protocol.Options;

    /// <summary>The live side of a world.</summary>
    public static RoomId Of(string worldId) => new(Kind, worldId);

    // What the rules for objects, topology and moderation plug in. All are called under the world's lock.

    /// <summary>Whether somebody may come into the world at all; called before anything has changed.</summary>
    partial void MayEnter(WorldUser user, ref ErrorEvent? refusal);

    /// <summary>Whether somebody may offer, answer or send candidates now.</summary>
    partial void MayNegotiate(Occupant occupant, WorldType type, ref ErrorEvent? refusal);

    /// <summary>Somebody is in a zone, by coming in or by changing into it, and everybody has been told.</summary>
    partial void Entered(Occupant occupant);

    /// <summary>Somebody came back within the grace, or joined once more, and has been told where.</summary>
    partial void Returned(Occupant occupant);

    /// <summary>Somebody's connection was lost; the place is kept.</summary>
    partial void Lost(Occupant occupant);

    /// <summary>Somebody's connection was lost; the session is kept with the place.</summary>
    partial void Away(Occupant occupant);

    /// <summary>An update of somebody was accepted, be it that nothing changed by it.</summary>
    partial void Updated(Occupant occupant, bool moved);

    /// <summary>Somebody is not in the zone any more, but has changed zone or gone; the zone has been told.</summary>
    partial void Left(Occupant occupant, Zone zone);

    /// <summary>The map was swapped, and everybody stands where they may stand on the new one.</summary>
    partial void Swapped(WorldMap swapped);

    /// <summary>Does what is due by the rules, and says when it wants to be called next.</summary>
    partial void RulesDue(long now, ref long next);

    /// <summary>Takes a command of the rules.</summary>
    partial void HandleRule(Command command, ref bool taken);

    /// <summary>Something has happened, and all who are here know; now for what other rooms have to know of it.</summary>
    partial void HostZones(Forwards forwards);

    /// <inheritdoc/>
    protected override void Handle(Command command, Forwards forwards)
    {
        switch (command)
        {
            case Move move:
                if (Find(move) is { } mover) Move(mover, move);
                break;
            case SignalPeer signal:
                if (Find(signal) is { } sender) Signal(sender, signal);
                break;
            case TellPresence telling:
                TellPresence(telling.Zone);
                break;
            case JoinWorld join:
                Join(join.Session);
                break;
            case LeaveWorld leave:
                if (occupants.TryGetValue(leave.UserId, out var leaver) && leaver.Keeper == leave.Session) Leave(leaver, leave.OnPurpose);
                break;
            case AwayFromWorld away:
                if (occupants.TryGetValue(away.UserId, out var lost) && lost.Session == away.Session) GoAway(lost);
                break;
            case BackInWorld back:
                if (occupants.TryGetValue(back.UserId, out var known) && known.Session == back.Session) ComeBack(known);
                break;
            case RestoreInWorld restore:
                Restore(restore.Session, restore.Place);
                break;
            case SettleInWorld settling:
                if (occupants.TryGetValue(settling.UserId, out var restored) && restored.Session == settling.Session) SettleIn(restored);
                break;
            case PresenceLost unread:
                if (occupants.TryGetValue(unread.UserId, out var reader) && reader.Session == unread.Session) reader.Zone.TellAgain(reader);
                break;
            case SwapMap swap:
                Swap(swap.Map);
                break;
            default:
                var taken = false;
                HandleRule(command, ref taken);
                if (!taken) throw new InvalidOperationException($"A world does not know {command.GetType().Name}.");
                break;
        }

        HostZones(forwards);
        TellKeepers();
    }

    /// <inheritdoc/>
    protected override void OnDue(long now, Forwards forwards)
    {
        var next = long.MaxValue;
        List<Occupant>? gone = null;
        foreach (var occupant in occupants.Values)
        {
            if (occupant.AwaitedUntil <= now) (gone ??= []).Add(occupant);
            else next = Math.Min(next, Math.Min(occupant.AwaitedUntil, Math.Min(IdleAt(occupant, now), KeepingDue(occupant, now))));
        }

        foreach (var occupant in gone ?? []) Remove(occupant);
        RulesDue(now, ref next);
        DueAt = next;
        HostZones(forwards);
        TellKeepers();
    }

    /// <summary>Who asks; <c>null</c>, and told so, when this connection is nobody's here.</summary>
    private Occupant? Find(WorldCommand command)
    {
        if (occupants.TryGetValue(command.UserId, out var occupant) && occupant.Session == command.Session) return occupant;

        command.Session.TryDeliver(new ErrorEvent(ErrorCode.WrongState, "You are not in this world. Join it first.") { Field = "type" });
        return null;
    }

    private void Join(WorldSession session)
    {
        // Read before the newer connection came, and overtaken by its own: it must not be thrown out by the older one.
        if (session.IsReplaced) return;

        var user = session.User!;
        map ??= protocol.Worlds.Find(Id.Key);
        if (WhyNot(user) is { } refusal)
        {
            session.TryDeliver(refusal);
            return;
        }

        if (occupants.TryGetValue(user.Id, out var known))
        {
            Return(known, session);
            return;
        }

        if (occupants.Count >= Options.Capacity || Admit(user, session) is not { } occupant)
        {
            session.TryDeliver(Full("This world has as many people as it takes."));
            return;
        }

        occupants.Add(user.Id, occupant);
        occupant.Tell(new WorldState(occupant, map!.Version));
        Arrive(occupant);
    }

    private ErrorEvent? WhyNot(WorldUser user)
    {
        if (map is null) return new ErrorEvent(ErrorCode.RoomNotFound, "There is no such world.") { Field = "payload.world_id" };
        if (map.WorkspaceId != user.WorkspaceId)
            return new ErrorEvent(ErrorCode.NotAllowed, "This world is another workspace's.") { Reason = "other_workspace" };

        ErrorEvent? refusal = null;
        MayEnter(user, ref refusal);
        return refusal;
    }

    /// <summary>At a spawn point, or as near to it as there is room; <c>null</c> when there is none.</summary>
    private Occupant? Admit(WorldUser user, WorldSession session)
    {
        var zone = ZoneOf(map!.SpawnZone);
        if (IsFull(zone) || FreePlace(zone, map.Spawn) is not { } place) return null;

        var now = protocol.Clock.Milliseconds;
        return new Occupant(user, session, zone)
        {
            Presence = Presence.At(place),
            Stride = Stride.Full(Options, now),
            UpdatedAt = now,
        };
    }

    /// <summary>The others never saw the user go, so they are told nothing.</summary>
    private void Return(Occupant occupant, WorldSession session)
    {
        if (occupant.Session != session)
        {
            occupant.Session?.Replace();
            Unkeep(occupant);
            (occupant.Session, occupant.User) = (session, session.User!);
            (occupant.AwaitedUntil, occupant.MovedAt) = (long.MaxValue, double.NegativeInfinity);
            occupant.IsAway = false;
        }

        // The state says all of it, and newer.
        session.DropLatest();
        (occupant.Delivery, occupant.Restored) = (default, null);
        occupant.Tell(new WorldState(occupant, map!.Version));
        Returned(occupant);
        Keep(occupant);
    }

    private void Leave(Occupant occupant, bool onPurpose)
    {
        if (onPurpose || Options.Grace <= TimeSpan.Zero)
        {
            Remove(occupant);
            return;
        }

        Await(occupant, occupant.Session);
        occupant.Session = null;
        occupant.AwaitedUntil = protocol.Clock.Milliseconds + (long)Options.Grace.TotalMilliseconds;
        DueAt = Math.Min(DueAt, occupant.AwaitedUntil);
        Lost(occupant);
        Keep(occupant);
    }

    /// <summary>The session itself says when it has waited long enough: then it leaves.</summary>
    private void GoAway(Occupant occupant)
    {
        occupant.IsAway = true;
        Away(occupant);
        Keep(occupant);
    }

    private void ComeBack(Occupant occupant)
    {
        Keep(occupant);
        occupant.IsAway = false;
        occupant.User = occupant.Session!.User!;
        occupant.Zone.TellAgain(occupant);
    }

    /// <summary>Out of the world; the zone is told.</summary>
    private void Remove(Occupant occupant)
    {
        Unkeep(occupant);
        occupants.Remove(occupant.User.Id);
        Depart(occupant);
    }

    private static ErrorEvent Full(string why) => new(ErrorCode.NotAllowed, why) { Reason = "zone_full" };
}
