using Parley.Core.Storage;

namespace Parley.Protocols.World;

/// <summary>Moderation on another node, where the same world has other people in it.</summary>
internal sealed partial class WorldRoom
{
    /// <summary>Two clocks are never quite the same; milliseconds.</summary>
    private const long Slack = 1000;

    /// <summary>What holds here already, because it was done here or is told a second time, changes nothing.</summary>
    private void Apply(UserModerated change)
    {
        var users = change.Action switch { "mute" => muted, "kick" => banned, _ => null };
        var left = (long)(change.Until - protocol.Clock.UtcNow).TotalMilliseconds;
        var now = protocol.Clock.Milliseconds;
        if (users is null || left <= 0 || Math.Abs(users.Remaining(change.TargetId, now) - left) < Slack) return;

        users.Put(change.TargetId, now + left);
        Want(users.DueAt);
        if (!occupants.TryGetValue(change.TargetId, out var target)) return;

        if (users == banned) PutOut(target);
        else TellMuted(target, (int)Math.Max(1, left / 1000));
    }
}
