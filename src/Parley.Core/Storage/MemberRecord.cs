namespace Parley.Core.Storage;

/// <summary>A membership of an account in a room.</summary>
/// <param name="RoomId">The room.</param>
/// <param name="AccountId">The account: a token's <c>sub</c>.</param>
/// <param name="Role">100 owner, 50 moderator, 0 member; below 0 the account is banned.</param>
/// <param name="JoinedAt">UTC.</param>
/// <param name="LeftAt">UTC; <c>null</c> while the account is a member.</param>
public sealed record MemberRecord(
    Guid RoomId, string AccountId, int Role, DateTimeOffset JoinedAt, DateTimeOffset? LeftAt = null)
{
    /// <summary>The room's creator.</summary>
    public const int Owner = 100;

    /// <summary>May add and remove members.</summary>
    public const int Moderator = 50;

    /// <summary>May take part.</summary>
    public const int Member = 0;

    /// <summary>Whether the account may take part now: joined, not left, role at least 0.</summary>
    public bool IsActive => LeftAt is null && Role >= Member;
}
