namespace Parley.Protocols.ChatRoom;

/// <summary>An account that takes part in a call.</summary>
/// <param name="Account">Who.</param>
/// <param name="JoinedAt">When its first connection came. UTC.</param>
public sealed record Participant(Account Account, DateTimeOffset JoinedAt);
