namespace Parley.Core.Storage;

/// <summary>How an account is shown to others.</summary>
/// <param name="AccountId">The account: a token's <c>sub</c>.</param>
/// <param name="Name">The account's unique name.</param>
/// <param name="Nick">The name people see; <c>null</c> falls back to <paramref name="Name"/>.</param>
/// <param name="ProfileJson">A JSON object that clients agree on and the server only passes on.</param>
/// <param name="UpdatedAt">UTC.</param>
public sealed record ProfileRecord(
    string AccountId, string Name, string? Nick, string ProfileJson, DateTimeOffset UpdatedAt);
