namespace Parley.Server.Guests;

/// <summary>Where guests' REST is: there requests are counted by address, and errors say <c>success</c> and <c>message</c>.</summary>
internal static class GuestPaths
{
    public const string Guests = "/api/guest";

    public const string Stats = "/api/stats";

    public static bool Contain(PathString path) => path.StartsWithSegments(Guests) || path.StartsWithSegments(Stats);
}
