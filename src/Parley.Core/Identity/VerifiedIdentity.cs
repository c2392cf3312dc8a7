namespace Parley.Core.Identity;

/// <summary>Who a connection is, as a token showed.</summary>
/// <param name="UserId">The token's <c>sub</c>.</param>
/// <param name="ExpiresAt">When the token runs out; <c>null</c> for one who is taken on trust.</param>
public sealed record VerifiedIdentity(string UserId, DateTimeOffset? ExpiresAt);
