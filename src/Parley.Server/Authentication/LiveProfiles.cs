using System.Text.Json;
using Parley.Core.Identity;
using Parley.Core.Storage;
using Parley.Protocols.Live;

namespace Parley.Server.Authentication;

/// <summary>How others see a user in live rooms: as the user has said, else as the token says.</summary>
internal sealed class LiveProfiles(IStore store)
{
    private const int LongestAvatar = 2048;

    public async Task<LiveProfile> FindAsync(VerifiedToken token, CancellationToken cancellationToken)
    {
        ProfileRecord? stored = null;
        try
        {
            stored = await store.FindProfileAsync(token.Subject, cancellationToken);
        }
        catch (StoreUnavailableException)
        {
            // Rooms don't need the database; the token says enough.
        }

        var claims = token.Claims;
        var username = stored?.Name ?? Name(claims, "username") ?? Name(claims, "preferred_username") ?? token.Subject;
        var fullname = stored?.Nick ?? Name(claims, "display_name") ?? token.Name ?? username;
        return new LiveProfile(username, fullname, AvatarOf(stored) ?? AvatarOf(claims) ?? "");
    }

    private static string? Name(JsonElement claims, string name) =>
        claims.Text(name) is { } text && UserIds.IsValid(text) ? text : null;

    private static string? AvatarOf(ProfileRecord? profile)
    {
        if (profile is null) return null;
        using var json = JsonDocument.Parse(profile.ProfileJson);
        return Usable(json.RootElement.Text("avatar"));
    }

    private static string? AvatarOf(JsonElement claims) =>
        Usable(claims.Text("avatar")) ?? Usable(claims.Text("picture")) ?? Usable(claims.Text("avatar_id"));

    private static string? Usable(string? avatar) => avatar is { Length: > 0 and <= LongestAvatar } ? avatar : null;
}
