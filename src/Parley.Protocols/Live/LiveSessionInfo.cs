namespace Parley.Protocols.Live;

/// <summary>A client's session: <c>ss</c>. A user may have several: a camera here, a screen there.</summary>
/// <param name="UserId">The user.</param>
/// <param name="SessionId">Tells the user's sessions apart.</param>
/// <param name="Category"><c>stream</c> or <c>screenshare</c>.</param>
/// <param name="Host">The kind of device: <c>iOS</c>, <c>iOS_EX</c>, <c>Android</c>, <c>Web</c> or <c>Web_Studio</c>.</param>
/// <param name="DeviceId">The device.</param>
public sealed record LiveSessionInfo(string UserId, string SessionId, string Category, string Host, string DeviceId)
{
    /// <summary>What names it in a room.</summary>
    internal LiveAddress Address => new(UserId, SessionId);

    /// <summary>Whether the protocol knows such a category.</summary>
    public static bool IsCategory(string name) => name is "stream" or "screenshare";

    /// <summary>Whether the protocol knows such a kind of device.</summary>
    public static bool IsHost(string name) => name is "iOS" or "iOS_EX" or "Android" or "Web" or "Web_Studio";
}

/// <summary>Whom a signal is for or about: <c>to</c>.</summary>
/// <param name="UserId">The user.</param>
/// <param name="SessionId">One session of the user's; <c>null</c> for all of them.</param>
internal readonly record struct LiveAddress(string UserId, string? SessionId)
{
    /// <summary>Whether it means that session.</summary>
    public bool Is(LiveSessionInfo session) =>
        session.UserId == UserId && (SessionId is null || session.SessionId == SessionId);
}
