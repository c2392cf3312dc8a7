using Parley.Core.Messages;
using Parley.Core.Storage;

namespace Parley.Protocols.World;

/// <summary>Moderation: who may mute, remove and kick whom, what becomes of it, and the record of it.</summary>
internal sealed partial class WorldRoom
{
    private const string NoRole = "role";

    private readonly TimedUsers muted = new();
    private readonly TimedUsers banned = new();

    /// <summary>Whether it would be missed though nobody is in it: somebody's mute or ban has not ended.</summary>
    private bool Remembers => muted.Count > 0 || banned.Count > 0;

    private void Moderate(Occupant moderator, Moderate asked)
    {
        var target = occupants.GetValueOrDefault(asked.TargetId);
        var refusal = WhyNot(moderator, asked, target);
        Record(moderator, asked, target, refusal);
        if (refusal is not null) moderator.Tell(refusal);
        else if (asked.Type == WorldType.MuteUser) Mute(moderator, target!, asked.Seconds);
        else if (asked.Type == WorldType.RemoveFromZone) SendToSpawn(target!);
        else Kick(target!);
    }

    /// <summary>First whether one may at all: others learn nothing of who is where.</summary>
    private ErrorEvent? WhyNot(Occupant moderator, Moderate asked, Occupant? target)
    {
        var roles = moderator.User.Roles;
        var may = roles.Contains(WorldRoles.Admin) || (asked.Type == WorldType.MuteUser && roles.Contains(WorldRoles.Editor));
        var fault = !may ? new ErrorEvent(ErrorCode.NotAllowed, "Your roles do not allow this.") { Reason = NoRole }
            : asked.Type == WorldType.KickFromWorld ? WhyNotFromWorld(asked.Place, moderator)
            : asked.Type == WorldType.RemoveFromZone && map!.Zone(asked.Place) is null ? NoZone("payload.zone_id")
            : null;
        return fault ?? (target is null ? Wrong("payload.target_user_id", "is nobody in this world", "user_not_in_world")
            : asked.Type != WorldType.RemoveFromZone ? null
            : target.Zone.Id != asked.Place ? Wrong("payload.target_user_id", "is not in that zone", "user_not_in_zone")
            : asked.Place == map!.SpawnZone.Id ? Wrong("payload.zone_id", "is where the removed are sent to", "spawn_zone")
            : null);
    }

    private ErrorEvent? WhyNotFromWorld(string worldId, Occupant moderator)
    {
        if (worldId == Id.Key) return null;
        return protocol.Worlds.Find(worldId) switch
        {
            null => new ErrorEvent(ErrorCode.RoomNotFound, "payload.world_id: there is no such world.") { Field = "payload.world_id" },
            var other when other.WorkspaceId != moderator.User.WorkspaceId =>
                new ErrorEvent(ErrorCode.NotAllowed, "payload.world_id: this world is another workspace's.")
                {
                    Field = "payload.world_id",
                    Reason = "other_workspace",
                },
            _ => Wrong("payload.world_id", "is not the world you are in", "not_in_world"),
        };
    }

    private void Mute(Occupant moderator, Occupant target, int seconds)
    {
        muted.Put(target.User.Id, protocol.Clock.Milliseconds + (seconds * 1000L));
        Want(muted.DueAt);
        var told = TellMuted(target, seconds);
        if (moderator.Zone != target.Zone) moderator.Tell(told);
    }

    private UserMuted TellMuted(Occupant target, int seconds)
    {
        var told = new UserMuted(target.User.Id, seconds);
        target.Zone.Tell(told);
        Rehost(target.Zone);
        Keep(target);
        return told;
    }

    /// <summary>Whoever is sent there is not turned away because it is full.</summary>
    private void SendToSpawn(Occupant target)
    {
        target.Presence.Stance = Stance.Idle;
        var spawn = ZoneOf(map!.SpawnZone);
        Transfer(target, spawn, WirePosition.Of(FreePlace(spawn, map.Spawn) ?? map.Spawn));
    }

    private void Kick(Occupant target)
    {
        banned.Put(target.User.Id, protocol.Clock.Milliseconds + (long)Options.KickBan.TotalMilliseconds);
        Want(banned.DueAt);
        PutOut(target);
    }

    private void PutOut(Occupant target)
    {
        target.Tell(BanOf(target.User.Id) ?? Kicked());
        target.Session?.Close(CloseCode.Policy, "kicked from the world");
        Remove(target);
    }

    private static ErrorEvent Kicked() => new(ErrorCode.NotAllowed, "You were kicked from this world.") { Reason = "kicked" };

    private ErrorEvent? BanOf(string userId) => banned.Remaining(userId, protocol.Clock.Milliseconds) is var left and > 0
        ? new ErrorEvent(ErrorCode.NotAllowed, "You were kicked from this world, and may come back later.")
        {
            Reason = "kicked",
            RetryAfterMilliseconds = (int)Math.Min(left, int.MaxValue),
        }
        : null;

    /// <summary>How long somebody is still muted, in seconds, so that who comes later knows; <c>null</c> for who is not.</summary>
    public int? MutedFor(Occupant occupant) => muted.Remaining(occupant.User.Id, protocol.Clock.Milliseconds) is var left and > 0
        ? (int)((left + 999) / 1000)
        : null;

    private ErrorEvent? MuteOf(Occupant occupant) => muted.Remaining(occupant.User.Id, protocol.Clock.Milliseconds) is var left and > 0
        ? new ErrorEvent(ErrorCode.NotAllowed, "You are muted, and may offer nothing until it ends.")
        {
            OffendingType = WorldType.SdpOffer.Name(),
            Reason = "muted",
            RetryAfterMilliseconds = (int)Math.Min(left, int.MaxValue),
        }
        : null;

    private bool IsMuted(Occupant occupant) => muted.Remaining(occupant.User.Id, protocol.Clock.Milliseconds) > 0;

    private void ExpireMutes(long now)
    {
        foreach (var userId in muted.Expire(now))
        {
            if (occupants.TryGetValue(userId, out var heard)) Rehost(heard.Zone);
        }
    }

    /// <summary>What was refused is recorded as well, but of one user not without end.</summary>
    private void Record(Occupant moderator, Moderate asked, Occupant? target, ErrorEvent? refusal)
    {
        if (refusal is not null && Rules.RefusalRates?.TryTake(moderator.User.Id, out _) == false) return;
        Rules.Record(new AuditRecord(
            Rules.Uuids.Next(),
            protocol.Clock.UtcNow,
            moderator.User.Id,
            asked.Type switch { WorldType.MuteUser => "mute", WorldType.RemoveFromZone => "remove", _ => "kick" },
            asked.TargetId,
            map!.WorkspaceId,
            Id.ToString(),
            target?.Zone.Id,
            asked.Type switch
            {
                WorldType.MuteUser => asked.Seconds,
                WorldType.KickFromWorld => (int)Options.KickBan.TotalSeconds,
                _ => null,
            },
            refusal is null ? null : refusal.Reason ?? (asked.Type == WorldType.KickFromWorld ? "world_not_found" : "zone_not_found")));
    }
}
