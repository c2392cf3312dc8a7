using Parley.Core.Rooms;
using Parley.Core.Storage;
using Parley.Protocols.World;
using Parley.Server.Options;

namespace Parley.Server.Storage;

/// <summary>Takes mutes and bans to the worlds of this node, whichever node they were made on.</summary>
internal sealed class ModerationChanges(IStore store, IRooms rooms, WorldSection options, TimeProvider time)
{
    private const int Page = 500;

    public void Moderated(UserModerated change)
    {
        const string Worlds = WorldProtocol.WorldKind + ":";
        if (change.Room.StartsWith(Worlds, StringComparison.Ordinal))
            rooms.Dispatch(new RoomId(WorldProtocol.WorldKind, change.Room[Worlds.Length..]), new ApplyModeration(change));
    }

    /// <summary>Says everything again that still holds, the oldest first: of two about one user the later counts.</summary>
    public async Task RecallAsync(CancellationToken cancellationToken)
    {
        var longest = options.KickBan > options.LongestMute ? options.KickBan : options.LongestMute;
        var since = time.GetUtcNow() - longest;
        var holding = new Stack<UserModerated>();
        Guid? before = null;
        while (await store.ListAuditAsync(null, before, Page, cancellationToken) is { Count: > 0 } page)
        {
            foreach (var entry in page)
            {
                if (UserModerated.Of(entry) is { } change && change.Until > time.GetUtcNow()) holding.Push(change);
            }

            if (page[^1].At < since) break;
            before = page[^1].Id;
        }

        while (holding.TryPop(out var change)) Moderated(change);
    }
}
