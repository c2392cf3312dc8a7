using System.Text.Json.Serialization;
using Parley.Protocols.GuestCall;

namespace Parley.Server.Rest;

/// <summary>How many guests there are.</summary>
/// <param name="Stats">The numbers of <c>realtime:stats</c>.</param>
/// <param name="Timestamp">When.</param>
internal sealed record GuestStatsData(GuestStats Stats, DateTimeOffset Timestamp);

/// <summary>Guests who are connected.</summary>
/// <param name="Users">100 at most.</param>
/// <param name="Count">How many there are, listed or not.</param>
internal sealed record OnlineGuestsData(IReadOnlyList<OnlineGuestBody> Users, int Count);

/// <summary>A guest who is connected.</summary>
/// <param name="Id">Who it is to others.</param>
/// <param name="Username">Its name.</param>
/// <param name="IsGuest">True.</param>
/// <param name="Location">Where it says to be.</param>
/// <param name="Gender">What it says.</param>
/// <param name="Language">What it says to speak.</param>
/// <param name="IsSearching">Whether it looks for somebody.</param>
/// <param name="IsMatched">Whether it is in a match.</param>
internal sealed record OnlineGuestBody(
    string Id, string Username, bool IsGuest,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? Location,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? Gender,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? Language,
    bool IsSearching, bool IsMatched)
{
    public static OnlineGuestBody Of(OnlineGuest online) => new(
        online.Guest.UserId, online.Guest.Username, true, online.Guest.Location, online.Guest.Gender, online.Guest.Language,
        online.IsSearching, online.IsMatched);
}
