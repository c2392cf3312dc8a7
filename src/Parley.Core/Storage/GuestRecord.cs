namespace Parley.Core.Storage;

/// <summary>A guest's session: a row that lives as long as it is used.</summary>
/// <param name="SessionId">Its id.</param>
/// <param name="UserId">Who the guest is to others: <c>guest_</c> and a UUID.</param>
/// <param name="Username">The name people see.</param>
/// <param name="Location">Where the guest says to be; <c>null</c> when it does not say.</param>
/// <param name="Gender">What the guest says; <c>null</c> when it does not.</param>
/// <param name="Language">What the guest says to speak; <c>null</c> when it does not.</param>
/// <param name="CreatedAt">UTC.</param>
/// <param name="ExpiresAt">UTC; from then on there is no such session.</param>
public sealed record GuestRecord(
    Guid SessionId, string UserId, string Username, string? Location, string? Gender, string? Language,
    DateTimeOffset CreatedAt, DateTimeOffset ExpiresAt);
