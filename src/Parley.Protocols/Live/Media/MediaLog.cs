using Microsoft.Extensions.Logging;

namespace Parley.Protocols.Live.Media;

/// <summary>What happens on media servers, for the operator.</summary>
internal static partial class MediaLog
{
    [LoggerMessage(LogLevel.Error, "The call {Call} of a media server failed in a way that it should not.")]
    public static partial void CallFailed(ILogger logger, string call, Exception fault);

    [LoggerMessage(LogLevel.Error, "What was to be done on a media server failed.")]
    public static partial void WorkFailed(ILogger logger, Exception fault);

    [LoggerMessage(LogLevel.Warning, "The live room {Room} lost its place on the media server {Server}: {Reason}. Its publishers are asked to offer again.")]
    public static partial void Lost(ILogger logger, string room, string server, string reason);

    [LoggerMessage(LogLevel.Warning, "The live room {Room} could not be opened on the media server {Server}: {Reason}")]
    public static partial void NotOpened(ILogger logger, string room, string server, string reason);

    [LoggerMessage(LogLevel.Warning, "A stream in the live room {Room} could not be muted, and is ended: {Reason}")]
    public static partial void NotMuted(ILogger logger, string room, string reason);
}
