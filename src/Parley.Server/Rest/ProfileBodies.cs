using System.Text.Json;

namespace Parley.Server.Rest;

/// <summary>How an account wants to be shown.</summary>
/// <param name="Name">1 to 256 characters.</param>
/// <param name="Nick">The name people see; by default <paramref name="Name"/>.</param>
/// <param name="Profile">A JSON object of up to 4 KiB that clients agree on; the server only passes it on.</param>
internal sealed record PutProfileRequest(
    string Name,
    string? Nick = null,
    JsonElement? Profile = null);

/// <summary>How an account is shown.</summary>
/// <param name="AccountId">The account: a token's <c>sub</c>.</param>
/// <param name="Name">Its name.</param>
/// <param name="Nick">The name people see.</param>
/// <param name="Profile">What clients agree on.</param>
/// <param name="UpdatedAt">UTC; <c>null</c> when it never said.</param>
internal sealed record ProfileBody(
    string AccountId, string Name, string? Nick, JsonElement Profile, DateTime? UpdatedAt = null);
