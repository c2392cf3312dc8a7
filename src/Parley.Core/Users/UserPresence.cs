namespace Parley.Core.Users;

/// <summary>A user's status at a point in time.</summary>
/// <param name="UserId">The user.</param>
/// <param name="Status">Its status.</param>
/// <param name="LastSeen">When it was last connected; <c>null</c> when this server has not seen it.</param>
public sealed record UserPresence(string UserId, UserStatus Status, DateTimeOffset? LastSeen);
