using Parley.Core.Storage;
using Parley.Server.Authentication;

namespace Parley.Server.Rest;

/// <summary><c>/api/chat/{id}/members</c>.</summary>
internal sealed class MemberEndpoints(IStore store, RoomAccess access, TimeProvider time)
{
    /// <summary>Most members on a page.</summary>
    public const int LargestPage = 500;

    private const int UsualPage = 100;

    private const string LastOwner =
        "This room would be left without an owner. Give another member the role 100 first, or delete the room.";

    public async Task<IResult> ListAsync(
        Guid id, string? after, int? limit, Caller caller, CancellationToken cancellationToken)
    {
        var (_, refusal) = await access.RoleAsync(id, caller, MemberRecord.Member, cancellationToken);
        refusal ??= new FieldFaults()
            .Check("limit", limit is null or (>= 1 and <= LargestPage), $"This has to be 1 to {LargestPage}.")
            .Result;
        if (refusal is not null) return refusal;

        var wanted = limit ?? UsualPage;
        var members = await store.ListMembersAsync(id, after, wanted + 1, cancellationToken);
        var page = members.Take(wanted).Select(MemberBody.Of).ToArray();
        return TypedResults.Ok(new MembersPage(page, members.Count > wanted ? page[^1].AccountId : null));
    }

    public async Task<IResult> PutAsync(Guid id, PutMemberRequest request, Caller caller, CancellationToken cancellationToken)
    {
        var role = request.Role ?? MemberRecord.Member;
        var faults = new FieldFaults().Line("accountId", request.AccountId)
            .Check("role", MembershipRules.Roles.Contains(role), MembershipRules.RolesInWords);
        if (faults.Result is { } refusal) return refusal;

        // "Is there another owner?" and the change that depends on it must not be overtaken by a second one.
        await using var turn = await store.LockMembersAsync(id, cancellationToken);
        return await PutInTurnAsync(id, request.AccountId, role, caller, cancellationToken);
    }

    /// <param name="id">The room.</param>
    /// <param name="accountId">The account; taken from the request itself, because this is not fully decoded.</param>
    /// <param name="caller">Who asks.</param>
    /// <param name="context">The request.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<IResult> RemoveAsync(
        Guid id, string accountId, Caller caller, HttpContext context, CancellationToken cancellationToken)
    {
        accountId = PathValue.Last(context);
        await using var turn = await store.LockMembersAsync(id, cancellationToken);
        return await RemoveInTurnAsync(id, accountId, caller, cancellationToken);
    }

    private async Task<IResult> PutInTurnAsync(
        Guid id, string accountId, int role, Caller caller, CancellationToken cancellationToken)
    {
        var (own, refusal) = await access.RoleAsync(id, caller, MemberRecord.Moderator, cancellationToken);
        if (refusal is not null) return refusal;

        var before = await store.FindMemberAsync(id, accountId, cancellationToken) is { LeftAt: null } found ? found : null;
        if (MembershipRules.WhyNotGive(own, before?.Role, role, accountId == caller.AccountId) is { } why)
            return Problems.Forbidden(why);
        if (!caller.IsAdmin && before?.Role == MemberRecord.Owner && role < MemberRecord.Owner
            && !await HasOwnerBesidesAsync(id, accountId, cancellationToken))
        {
            return Problems.Conflict(LastOwner);
        }

        var active = before is { IsActive: true };
        var member = new MemberRecord(id, accountId, role, active ? before!.JoinedAt : time.GetWireNow());
        if (!await store.PutMemberAsync(member, cancellationToken)) return Problems.NoSuchRoom();

        var body = MemberBody.Of(member);
        return active
            ? TypedResults.Ok(body)
            : TypedResults.Created($"/api/chat/{id}/members/{Uri.EscapeDataString(accountId)}", body);
    }

    private async Task<IResult> RemoveInTurnAsync(
        Guid id, string accountId, Caller caller, CancellationToken cancellationToken)
    {
        var (own, refusal) = await access.RoleAsync(id, caller, MemberRecord.Member, cancellationToken);
        if (refusal is not null) return refusal;

        if (await store.FindMemberAsync(id, accountId, cancellationToken) is not { IsActive: true } member)
            return Problems.NotFound("accountId: this account is not an active member of the room.");
        if (MembershipRules.WhyNotRemove(own, member.Role, accountId == caller.AccountId) is { } why)
            return Problems.Forbidden(why);
        if (!caller.IsAdmin && member.Role == MemberRecord.Owner
            && !await HasOwnerBesidesAsync(id, accountId, cancellationToken))
        {
            return Problems.Conflict(LastOwner);
        }

        return await store.RemoveMemberAsync(id, accountId, time.GetWireNow(), cancellationToken)
            ? TypedResults.NoContent()
            : Problems.NotFound("accountId: this account is not an active member of the room.");
    }

    private async Task<bool> HasOwnerBesidesAsync(Guid id, string accountId, CancellationToken cancellationToken)
    {
        string? after = null;
        while (await store.ListMembersAsync(id, after, LargestPage, cancellationToken) is { Count: > 0 } page)
        {
            if (page.Any(m => m.Role >= MemberRecord.Owner && m.AccountId != accountId)) return true;
            after = page[^1].AccountId;
        }

        return false;
    }
}
