using Parley.Core.Users;

namespace Parley.Protocols.Direct;

/// <summary>Statuses on the wire.</summary>
internal static class DirectStatus
{
    public static string NameOf(UserStatus status) => status switch
    {
        UserStatus.Available => "available",
        UserStatus.Busy => "busy",
        UserStatus.Away => "away",
        _ => "offline",
    };

    public static UserStatus? Parse(string? name) => name switch
    {
        "available" => UserStatus.Available,
        "busy" => UserStatus.Busy,
        "away" => UserStatus.Away,
        "offline" => UserStatus.Offline,
        _ => null,
    };
}
