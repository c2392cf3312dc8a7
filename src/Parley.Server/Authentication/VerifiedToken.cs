using System.Text.Json;

namespace Parley.Server.Authentication;

/// <summary>What a good token says.</summary>
/// <param name="Subject">The user id: <c>sub</c>.</param>
/// <param name="Name"><c>name</c>, where it is there and fit to be shown.</param>
/// <param name="ExpiresAt"><c>exp</c>, without the tolerated clock skew.</param>
/// <param name="Claims">All claims, as signed.</param>
internal sealed record VerifiedToken(string Subject, string? Name, DateTimeOffset ExpiresAt, JsonElement Claims);
