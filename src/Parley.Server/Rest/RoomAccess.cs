using Parley.Core.Storage;
using Parley.Server.Authentication;

namespace Parley.Server.Rest;

/// <summary>Whether a caller may do something in a room.</summary>
internal sealed class RoomAccess(IStore store)
{
    /// <summary>The caller's role in the room, or the refusal.</summary>
    /// <param name="roomId">The room.</param>
    /// <param name="caller">Who asks.</param>
    /// <param name="least">The role that is needed.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<(int Role, IResult? Refusal)> RoleAsync(
        Guid roomId, Caller caller, int least, CancellationToken cancellationToken)
    {
        if (await store.FindRoomAsync(roomId, cancellationToken) is null) return (0, Problems.NoSuchRoom());
        if (caller.IsAdmin) return (MembershipRules.Admin, null);

        var member = await store.FindMemberAsync(roomId, caller.AccountId!, cancellationToken);
        if (member is not { IsActive: true })
            return (0, Problems.Forbidden("You are not an active member of this room. Ask its owner to add you."));

        if (member.Role >= least) return (member.Role, null);

        var who = least >= MemberRecord.Owner ? "an owner" : "a moderator or an owner";
        return (member.Role, Problems.Forbidden($"Only {who} may do this."));
    }
}
