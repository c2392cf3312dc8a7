namespace Parley.Server.Guests;

/// <summary>Why a guest is turned away, in the very words that clients compare with; see docs/rest.md.</summary>
internal static class GuestRefusals
{
    public const string NoToken = "Authentication token required";

    /// <summary>The token is good, but no guest's.</summary>
    public const string NoGuest = "Only guest sessions are supported";

    public const string NoSession = "Guest session not found or expired";

    public const string Expired = "Token has expired";

    public const string Invalid = "Invalid token";

    /// <summary>The store failed: nothing is wrong with the token.</summary>
    public const string Unverified = "Token verification failed";

    public const string TooMany = "Rate limit exceeded";
}
