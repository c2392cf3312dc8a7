namespace Parley.Protocols.Live.Whip;

/// <summary>What came of a request: a body, or why there is none.</summary>
/// <param name="Session">The session that was made or asked; <c>null</c> where none was made.</param>
/// <param name="Body">SDP, or a fragment of it; empty where there is nothing to say.</param>
/// <param name="Refusal">Why not; <c>null</c> when it was done.</param>
public sealed record WhipReply(WhipStanding? Session, string Body, WhipRefusal? Refusal = null)
{
    internal static WhipReply Gone { get; } = Refused(LiveCode.NotMember, "There is no such session, or it has ended.");

    internal static WhipReply Refused(LiveCode code, string message) => new(null, "", new WhipRefusal(code, message));
}

/// <summary>Why something was not done.</summary>
/// <param name="Code">From the table of <c>live</c>.</param>
/// <param name="Message">What was wrong and what to do, for a person.</param>
public sealed record WhipRefusal(LiveCode Code, string Message);

/// <summary>A session, as it stands.</summary>
/// <param name="Id">Names it; unguessable.</param>
/// <param name="UserId">Whose it is.</param>
/// <param name="Watches">Whether it watches; otherwise it publishes.</param>
/// <param name="IceTag">Names its ICE session.</param>
/// <param name="OfferedUntil">Until when a watcher's answer is waited for.</param>
public sealed record WhipStanding(string Id, string UserId, bool Watches, string IceTag, DateTimeOffset OfferedUntil);
