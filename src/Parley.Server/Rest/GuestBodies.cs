using System.Text.Json.Serialization;
using Parley.Core.Storage;
using Parley.Core.Turn;

namespace Parley.Server.Rest;

/// <summary>What guests' clients get, always in this shape.</summary>
/// <param name="Success">True; errors have false beside their <c>message</c>.</param>
/// <param name="Message">For people.</param>
/// <param name="Data">What was asked for.</param>
internal sealed record GuestAnswer<T>(bool Success, string Message, T Data);

/// <summary>Begins a guest's session.</summary>
/// <param name="Username">3 to 20 of A-Z, a-z, 0-9 and _; by default one is made up.</param>
/// <param name="Location">Shown to the match; at most 100 characters.</param>
/// <param name="Gender">Shown to the match; at most 32 characters.</param>
/// <param name="Language">Shown to the match; at most 35 characters, as BCP 47 tags fit in.</param>
internal sealed record NewGuestRequest(
    string? Username = null, string? Location = null, string? Gender = null, string? Language = null);

/// <summary>Says where a guest is.</summary>
/// <param name="Location">Shown to the match; 1 to 100 characters.</param>
internal sealed record GuestLocationRequest(string Location);

/// <summary>A guest.</summary>
/// <param name="Id">Who it is to others: <c>guest_</c> and a UUID.</param>
/// <param name="Username">Its name.</param>
/// <param name="IsGuest">True.</param>
/// <param name="SessionId">Its session.</param>
/// <param name="Location">Where it says to be.</param>
/// <param name="Gender">What it says.</param>
/// <param name="Language">What it says to speak.</param>
internal sealed record GuestBody(
    string Id, string Username, bool IsGuest, Guid SessionId,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? Location,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? Gender,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? Language)
{
    public static GuestBody Of(GuestRecord guest) =>
        new(guest.UserId, guest.Username, true, guest.SessionId, guest.Location, guest.Gender, guest.Language);
}

/// <summary>A session that has begun.</summary>
/// <param name="Token">For <c>Authorization: Bearer</c> and for the Socket.IO handshake.</param>
/// <param name="User">Whose it is.</param>
internal sealed record GuestSessionData(string Token, GuestBody User);

/// <summary>A guest.</summary>
/// <param name="User">The guest.</param>
internal sealed record GuestData(GuestBody User);

/// <summary>A name.</summary>
/// <param name="Username">One that a guest may take.</param>
internal sealed record GuestNameData(string Username);

/// <summary>What a guest's calls may need.</summary>
/// <param name="IceServers">As <c>RTCIceServer</c>.</param>
internal sealed record GuestIceServersData(IReadOnlyList<IceServer> IceServers);
