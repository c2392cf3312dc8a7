namespace Parley.Protocols.GuestCall;

/// <summary>Who a guest is, as the others see it.</summary>
public sealed record Guest(string UserId, string Username, Guid SessionId, string? Location, string? Gender, string? Language);
