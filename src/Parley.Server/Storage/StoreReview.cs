using Parley.Core.Rooms;
using Parley.Core.Storage;
using Parley.Protocols.ChatRoom;
using Parley.Server.Rest;
using Parley.Server.Worlds;

namespace Parley.Server.Storage;

/// <summary>Compares who is connected with the store: what has to be done when changes may have been missed.</summary>
internal sealed class StoreReview(
    IStore store, LocalRooms rooms, MembershipChanges members, GuestEndings guests, ModerationChanges moderation, SharedWorlds worlds)
{
    /// <exception cref="StoreUnavailableException">The store failed; what was found until then has been acted on.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        foreach (var room in rooms.OfKind(CallRoom.Kind)) await ReviewAsync(room, cancellationToken);
        await guests.ReviewAsync(cancellationToken);
        await moderation.RecallAsync(cancellationToken);
        await worlds.ReviewAsync(cancellationToken);
    }

    private async Task ReviewAsync(RoomId room, CancellationToken cancellationToken)
    {
        var roomId = Guid.Parse(room.Key);
        if (await store.FindRoomAsync(roomId, cancellationToken) is null)
        {
            members.RoomDeleted(roomId);
            return;
        }

        var answer = new TaskCompletionSource<IReadOnlyList<Participant>>(TaskCreationOptions.RunContinuationsAsynchronously);
        rooms.Dispatch(room, new AskParticipants(answer));
        foreach (var participant in await answer.Task.WaitAsync(cancellationToken))
        {
            if (await store.FindMemberAsync(roomId, participant.Account.Id, cancellationToken) is not { IsActive: true })
                members.Removed(roomId, participant.Account.Id);
        }
    }
}
