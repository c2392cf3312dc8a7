namespace Parley.Core.Users;

/// <summary>What has to be known of a device to attach it again on another node, where nobody is to notice.</summary>
/// <param name="Status">Its user's status.</param>
/// <param name="Negotiations">Those that concern it.</param>
public sealed record Standing(UserStatus Status, IReadOnlyList<StandingNegotiation> Negotiations);

/// <summary>A negotiation that concerns a device.</summary>
/// <param name="With">The other user.</param>
/// <param name="Name">Its name.</param>
/// <param name="Leads">Whether the device leads it on its side; otherwise it rings, with all the others.</param>
/// <param name="Answered">Whether there was an answer.</param>
/// <param name="AnswerDueAt">Until when an offer of this side waits for its answer; <c>null</c> when none does.</param>
public sealed record StandingNegotiation(string With, string Name, bool Leads, bool Answered, DateTimeOffset? AnswerDueAt);
