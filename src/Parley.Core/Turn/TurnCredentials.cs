using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Parley.Core.Turn;

/// <summary>
/// Credentials that a TURN server checks by itself, with a secret it shares with this one
/// (draft-uberti-behave-turn-rest-00; coturn's <c>use-auth-secret</c>).
/// </summary>
/// <param name="urls"><c>stun:</c> ones get no credentials, <c>turn:</c> and <c>turns:</c> ones do.</param>
/// <param name="sharedSecret">The secret; may be <c>null</c> where there is no TURN server.</param>
/// <param name="lifetime">How long credentials are good for.</param>
/// <param name="time">The clock that both servers agree on.</param>
public sealed class TurnCredentials(IReadOnlyList<string> urls, string? sharedSecret, TimeSpan lifetime, TimeProvider time)
{
    /// <summary>coturn answers 400 to user names with these, or with white space.</summary>
    private const string Refused = "'\"\\";

    /// <summary>Leaves room for the expiry in the 509 bytes of user name that browsers take.</summary>
    private const int MostBytes = 480;

    private readonly string[] stun = [.. urls.Where(u => !IsRelay(u))];
    private readonly string[] turn = [.. urls.Where(IsRelay)];
    private readonly byte[] secret = Encoding.UTF8.GetBytes(sharedSecret ?? "");

    /// <summary>The servers for a user: STUN first, then TURN with a user name and a credential of its own.</summary>
    /// <param name="userId">
    /// Part of the user name, so that the TURN server can count what a user takes; by its SHA-256 where it has characters
    /// that TURN servers refuse, or is too long.
    /// </param>
    public IReadOnlyList<IceServer> For(string userId)
    {
        var servers = new List<IceServer>(2);
        if (stun.Length > 0) servers.Add(new IceServer(stun));
        if (RelayFor(userId) is { } relay) servers.Add(relay);
        return servers;
    }

    /// <summary>The TURN servers alone, with a user name and a credential of its own; <c>null</c> when there are none.</summary>
    /// <param name="userId">Part of the user name, so that the TURN server can count what a user takes.</param>
    public IceServer? RelayFor(string userId)
    {
        if (turn.Length == 0) return null;
        var username = $"{Expiry()}:{Name(userId)}";
        return new IceServer(turn, username, Sign(username));
    }

    private static bool IsRelay(string url) => url.StartsWith("turn", StringComparison.Ordinal);

    private static string Name(string userId) =>
        userId.Any(c => char.IsWhiteSpace(c) || char.IsControl(c) || Refused.Contains(c, StringComparison.Ordinal))
        || Encoding.UTF8.GetByteCount(userId) > MostBytes
            ? Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(userId)))
            : userId;

    private string Expiry() => (time.GetUtcNow() + lifetime).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);

    // HMAC-SHA1 is what TURN servers expect; SHA-1's collisions don't weaken an HMAC.
#pragma warning disable CA5350
    private string Sign(string username) => Convert.ToBase64String(HMACSHA1.HashData(secret, Encoding.UTF8.GetBytes(username)));
#pragma warning restore CA5350
}
