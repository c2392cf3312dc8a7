using Parley.Core.Storage;

namespace Parley.Server.Rest;

/// <summary>Adds a member, changes its role, or bans it.</summary>
/// <param name="AccountId">The account: a token's <c>sub</c>.</param>
/// <param name="Role">100 owner, 50 moderator, 0 member (the default), -1 banned.</param>
internal sealed record PutMemberRequest(
    string AccountId,
    int? Role = null);

/// <summary>A member.</summary>
/// <param name="AccountId">The account: a token's <c>sub</c>.</param>
/// <param name="Role">100 owner, 50 moderator, 0 member, -1 banned.</param>
/// <param name="JoinedAt">UTC.</param>
internal sealed record MemberBody(
    string AccountId,
    int Role,
    DateTime JoinedAt)
{
    public static MemberBody Of(MemberRecord member) => new(member.AccountId, member.Role, member.JoinedAt.UtcDateTime);
}

/// <summary>Some of a room's members.</summary>
/// <param name="Members">Ordered by account id.</param>
/// <param name="Next">For <c>after</c>, to get the page that follows; <c>null</c> on the last.</param>
internal sealed record MembersPage(
    IReadOnlyList<MemberBody> Members,
    string? Next = null);
