namespace Parley.Protocols.GuestCall;

/// <summary>How many guests there are.</summary>
/// <param name="TotalUsers">Guests whose session lives, connected or not.</param>
/// <param name="OnlineUsers">Guests who are connected now.</param>
/// <param name="ActiveUsers">Guests in a match.</param>
/// <param name="AvailableUsers">Guests who are connected and in no match.</param>
/// <param name="ConnectedUsers">Open connections.</param>
public readonly record struct GuestStats(int TotalUsers, int OnlineUsers, int ActiveUsers, int AvailableUsers, int ConnectedUsers);
