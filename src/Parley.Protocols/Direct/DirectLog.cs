using Microsoft.Extensions.Logging;

namespace Parley.Protocols.Direct;

internal static partial class DirectLog
{
    /// <summary>What a client reports is the client's own text: its size is logged, not its words.</summary>
    [LoggerMessage(LogLevel.Information, "direct: the client of {UserId} reported an error of its own ({Bytes} bytes).")]
    public static partial void ClientError(ILogger logger, string userId, int bytes);
}
