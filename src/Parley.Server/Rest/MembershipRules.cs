using Parley.Core.Storage;

namespace Parley.Server.Rest;

/// <summary>Who may give or take which role. See docs/rest.md.</summary>
internal static class MembershipRules
{
    /// <summary>The operator's role: above every owner.</summary>
    public const int Admin = MemberRecord.Owner + 1;

    /// <summary>Kept out until a moderator says otherwise.</summary>
    public const int Banned = -1;

    /// <summary>For messages.</summary>
    public const string RolesInWords = "This has to be 100 (owner), 50 (moderator), 0 (member) or -1 (banned).";

    /// <summary>The roles that may be given.</summary>
    public static readonly IReadOnlySet<int> Roles =
        new HashSet<int> { Banned, MemberRecord.Member, MemberRecord.Moderator, MemberRecord.Owner };

    /// <summary>Why the caller may not give an account a role, or <c>null</c> when it may.</summary>
    /// <param name="caller">The caller's role.</param>
    /// <param name="current">The account's role now; <c>null</c> when it is no member and not banned.</param>
    /// <param name="wanted">The role to give.</param>
    /// <param name="oneself">Whether the account is the caller's.</param>
    public static string? WhyNotGive(int caller, int? current, int wanted, bool oneself) =>
        wanted > caller ? "You can't give a role above your own."
        : oneself ? wanted < MemberRecord.Member ? "You can't ban yourself; leave instead." : null
        : current >= caller ? "You can only change the role of members whose role is below yours."
        : null;

    /// <summary>Why the caller may not remove an account, or <c>null</c> when it may.</summary>
    /// <inheritdoc cref="WhyNotGive"/>
    public static string? WhyNotRemove(int caller, int current, bool oneself) =>
        oneself ? null
        : caller < MemberRecord.Moderator ? "Only a moderator or an owner may remove others."
        : current >= caller ? "You can only remove members whose role is below yours."
        : null;
}
