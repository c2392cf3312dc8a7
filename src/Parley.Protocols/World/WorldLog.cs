using Microsoft.Extensions.Logging;

namespace Parley.Protocols.World;

internal static partial class WorldLog
{
    /// <summary>What a client reports is the client's own text: its size is logged, not its words.</summary>
    [LoggerMessage(LogLevel.Information, "world: the client of {UserId} reported an error of its own ({Bytes} bytes).")]
    public static partial void ClientError(ILogger logger, string userId, int bytes);

    [LoggerMessage(LogLevel.Debug, "world: {UserId} connected with client version {ClientVersion}.")]
    public static partial void Connected(ILogger logger, string userId, string clientVersion);
}
