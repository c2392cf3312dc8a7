using Parley.Core.Rooms;
using Parley.Protocols.ChatRoom;

namespace Parley.Server.Rest;

/// <summary>Tells the live rooms what changed in the store, so that who is no longer a member is closed at once. The store tells it.</summary>
internal sealed class MembershipChanges(IRooms rooms)
{
    /// <summary>The account is no longer a member of the room: it left, was removed or was banned.</summary>
    public void Removed(Guid roomId, string accountId) => rooms.Dispatch(CallRoom.Of(roomId), new EvictAccount(accountId));

    /// <summary>The room is no more.</summary>
    public void RoomDeleted(Guid roomId) => rooms.Dispatch(CallRoom.Of(roomId), new EndCall());
}
