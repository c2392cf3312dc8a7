namespace Parley.Protocols.GuestCall;

/// <summary>A guest who is connected now, as everybody may see it.</summary>
/// <param name="Guest">Who it is. The session's id is a secret and is shown to nobody else.</param>
/// <param name="IsSearching">Whether it looks for somebody.</param>
/// <param name="IsMatched">Whether it is in a match.</param>
public sealed record OnlineGuest(Guest Guest, bool IsSearching, bool IsMatched);
