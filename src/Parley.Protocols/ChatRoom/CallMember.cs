using Parley.Core.Rooms;
using Parley.Core.Sessions;

namespace Parley.Protocols.ChatRoom;

/// <summary>One connection's place in a call.</summary>
internal sealed class CallMember(IPeer peer, Account account, DateTimeOffset joinedAt) : IMember
{
    public IPeer Peer => peer;

    public string UserId => account.Id;

    public Account Account => account;

    public DateTimeOffset JoinedAt => joinedAt;

    /// <summary>Whether it was put out of the room, or left; from then on nothing it sends goes anywhere.</summary>
    public bool Gone { get; set; }
}
